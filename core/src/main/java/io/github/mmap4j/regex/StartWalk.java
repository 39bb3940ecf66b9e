package io.github.mmap4j.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks back from an occurrence of a literal over the {@link Runs} that precede it in a match, to
 * find where the match can begin. The walk uses a deterministic automaton that reads backwards, so
 * it reads each byte only once. Instances are immutable.
 */
final class StartWalk {
  /** The maximum number of states, each of which needs half a KiB. */
  private static final int MOST_STATES = 160;

  /** The state from which no start can be reached. */
  private static final int DEAD = 0;

  private static final int FIRST = 1;

  /** For each state and byte, the next state. */
  private final char[] next;

  /** For each state, whether a match can begin in it. */
  private final boolean[] begins;

  private StartWalk(char[] next, boolean[] begins) {
    this.next = next;
    this.begins = begins;
  }

  /** Returns the walk over the given runs, or null if the walk needs too many states. */
  static StartWalk over(Runs runs) {
    List<Runs.Run> reversed = runs.list().reversed();
    long counts = reversed.stream().mapToLong(run -> 1 + highest(run)).sum();
    return counts > MOST_STATES ? null : new Builder(reversed).build();
  }

  /** Returns the highest number of repetitions that the automaton distinguishes. */
  private static long highest(Runs.Run run) {
    return run.most() == RegexFacts.ENDLESS ? run.least() : run.most();
  }

  /**
   * Returns the first offset at or after {@code from} at which runs that end at {@code place} can
   * begin, or -1 if there is none.
   */
  long first(ByteWindow window, long from, long place) {
    int state = FIRST;
    long first = begins[state] ? place : -1;
    long at = place;
    while (at > from) {
      window.hold(at - 1, 1);
      byte[] bytes = window.buffer();
      long origin = window.bufferStart();
      int stop = (int) (Math.max(from, origin) - origin);
      int i = (int) (at - origin);
      while (i > stop) {
        state = next[state << 8 | bytes[--i] & 0xff];
        if (state == DEAD) {
          return first;
        }
        if (begins[state]) {
          first = origin + i;
        }
      }
      at = origin + i;
    }
    return first;
  }

  /**
   * Builds the automaton. A state is a set of numbers, each of which stands for a run and for how
   * many of its bytes have been read. The last number stands for the end of all runs.
   */
  private static final class Builder {
    private final List<Runs.Run> runs;
    private final int[] offsets;
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> states = new ArrayList<>();

    Builder(List<Runs.Run> runs) {
      this.runs = runs;
      this.offsets = new int[runs.size() + 1];
      for (int run = 0; run < runs.size(); run++) {
        offsets[run + 1] = offsets[run] + 1 + (int) highest(runs.get(run));
      }
      number(new BitSet());
      BitSet start = new BitSet();
      add(start, 0, 0);
      number(start);
    }

    private int number(BitSet state) {
      return numbers.computeIfAbsent(
          state,
          added -> {
            states.add(added);
            return states.size() - 1;
          });
    }

    /** Adds to a state everything that can be reached after {@code count} bytes of a run. */
    private void add(BitSet state, int run, long count) {
      state.set(offsets[run] + (int) count);
      if (run < runs.size() && count >= runs.get(run).least()) {
        add(state, run + 1, 0);
      }
    }

    private BitSet step(BitSet from, int value) {
      BitSet reached = new BitSet();
      for (int run = 0; run < runs.size(); run++) {
        Runs.Run each = runs.get(run);
        if (!each.set().contains(value)) {
          continue;
        }
        int end = offsets[run + 1];
        for (int i = from.nextSetBit(offsets[run]); i >= 0 && i < end; i = from.nextSetBit(i + 1)) {
          long count = i - offsets[run];
          if (count < highest(each)) {
            add(reached, run, count + 1);
          } else if (each.most() == RegexFacts.ENDLESS) {
            add(reached, run, count);
          }
        }
      }
      return reached;
    }

    StartWalk build() {
      int[] representatives = representatives();
      char[] next = new char[MOST_STATES << 8];
      for (int state = 0; state < states.size(); state++) {
        for (int value = 0; value < 256; value++) {
          int same = representatives[value];
          int target =
              same < value ? next[state << 8 | same] : number(step(states.get(state), value));
          next[state << 8 | value] = (char) target;
        }
        if (states.size() > MOST_STATES) {
          return null;
        }
      }
      boolean[] begins = new boolean[states.size()];
      for (int state = 0; state < begins.length; state++) {
        begins[state] = states.get(state).get(offsets[runs.size()]);
      }
      return new StartWalk(Arrays.copyOf(next, states.size() << 8), begins);
    }

    /** Returns, for each byte, the smallest byte that is in the same sets. */
    private int[] representatives() {
      Map<List<Boolean>, Integer> smallest = new HashMap<>();
      int[] representatives = new int[256];
      for (int value = 0; value < 256; value++) {
        int each = value;
        List<Boolean> in = runs.stream().map(run -> run.set().contains(each)).toList();
        representatives[value] = smallest.computeIfAbsent(in, added -> each);
      }
      return representatives;
    }
  }
}
