package io.github.mmap4j.internal.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Visits every state that threads can reach by interleaving their steps, breadth first, so the
 * first violation comes with a shortest trace. Memory is sequentially consistent; reordering by the
 * compiler or the processor is not modelled.
 *
 * <p>A state is an array of bytes. States are numbered as they are found and stored in that order,
 * so the store is also the queue. A hash table of these numbers finds known states.
 */
final class ModelChecker {
  /** Threads that share a state. A step is atomic and deterministic. */
  interface Threads {
    int count();

    byte[] initial();

    /**
     * Steps a thread, changing the state. Returns false if it has to wait; nothing changes then.
     */
    boolean step(byte[] state, int thread);

    /** Returns true if the thread has ended. */
    boolean finished(byte[] state, int thread);

    /** Returns the invariant that the last step violated, or null. */
    String violation();

    /** Returns the last step in words. */
    String describe();
  }

  /** A violation and the steps that lead to it, or null and no steps if every state is fine. */
  record Result(int states, String violation, List<String> trace) {}

  private static final int CHUNK = 1 << 14;

  private final Threads threads;
  private final int width;
  private final List<byte[]> chunks = new ArrayList<>();
  private int states;
  private int[] table = new int[1 << 16];
  private int[] parents = new int[1 << 14];
  private byte[] movers = new byte[1 << 14];

  private ModelChecker(Threads threads) {
    this.threads = threads;
    this.width = threads.initial().length;
  }

  static Result explore(Threads threads) {
    return new ModelChecker(threads).explore();
  }

  private Result explore() {
    byte[] next = threads.initial();
    add(next, -1, -1);
    for (int state = 0; state < states; state++) {
      boolean stuck = true;
      boolean finished = true;
      for (int thread = 0; thread < threads.count(); thread++) {
        load(state, next);
        finished &= threads.finished(next, thread);
        if (!threads.step(next, thread)) {
          continue;
        }
        stuck = false;
        String violation = threads.violation();
        if (violation != null) {
          return new Result(states, violation, trace(state, thread));
        }
        add(next, state, thread);
      }
      if (stuck && !finished) {
        return new Result(states, "threads wait forever", trace(state, -1));
      }
    }
    return new Result(states, null, List.of());
  }

  private void load(int state, byte[] into) {
    System.arraycopy(chunks.get(state / CHUNK), state % CHUNK * width, into, 0, width);
  }

  private void add(byte[] state, int parent, int mover) {
    int slot = hash(state, 0) & table.length - 1;
    for (; table[slot] != 0; slot = slot + 1 & table.length - 1) {
      int known = table[slot] - 1;
      byte[] chunk = chunks.get(known / CHUNK);
      int at = known % CHUNK * width;
      if (Arrays.equals(chunk, at, at + width, state, 0, width)) {
        return;
      }
    }
    if (states % CHUNK == 0) {
      chunks.add(new byte[CHUNK * width]);
    }
    System.arraycopy(state, 0, chunks.getLast(), states % CHUNK * width, width);
    if (states == parents.length) {
      parents = Arrays.copyOf(parents, states * 2);
      movers = Arrays.copyOf(movers, states * 2);
    }
    parents[states] = parent;
    movers[states] = (byte) mover;
    table[slot] = ++states;
    if (states * 2 > table.length) {
      grow();
    }
  }

  private void grow() {
    table = new int[table.length * 2];
    for (int state = 0; state < states; state++) {
      int slot = hash(chunks.get(state / CHUNK), state % CHUNK * width) & table.length - 1;
      while (table[slot] != 0) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = state + 1;
    }
  }

  private int hash(byte[] bytes, int from) {
    int hash = 0;
    for (int at = from; at < from + width; at++) {
      hash = hash * 31 + bytes[at];
    }
    hash *= 0x9E3779B1;
    return hash ^ hash >>> 15;
  }

  /** Replays the steps to a state, and one more unless negative, to describe them. */
  private List<String> trace(int state, int last) {
    List<Integer> movers = new ArrayList<>();
    if (last >= 0) {
      movers.add(last);
    }
    for (int at = state; parents[at] >= 0; at = parents[at]) {
      movers.add((int) this.movers[at]);
    }
    Collections.reverse(movers);
    byte[] bytes = threads.initial();
    List<String> trace = new ArrayList<>();
    for (int mover : movers) {
      threads.step(bytes, mover);
      trace.add("T" + mover + " " + threads.describe());
    }
    return trace;
  }
}
