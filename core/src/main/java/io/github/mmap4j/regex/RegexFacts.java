package io.github.mmap4j.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Facts about all matches of a part of a regular expression. The facts admit all actual matches and
 * perhaps others, for example some that a look-ahead forbids. Instances are immutable.
 *
 * @param min the length of the shortest match, or a lower bound on that length
 * @param max the length of the longest match, or an upper bound on that length, which may be {@link
 *     #ENDLESS}
 * @param newline whether a match may contain a line feed
 * @param exact whether {@code sets} alone decide what matches; all matches then have the same
 *     length, and any sequence of bytes from the sets is a match
 * @param free whether a match is independent of the bytes around it
 * @param sets for each index i, the bytes that may be at index i of a match; at most {@link #DEPTH}
 *     sets
 * @param ends a mask in which bit i is set if a match may have i bytes
 * @param literals byte sequences that every match contains, excluding {@code last}
 * @param last the byte sequence with which every match ends, or null if it is unknown
 * @param runs the repeated sets of which every match consists, or null if they are unknown
 */
record RegexFacts(
    long min,
    long max,
    boolean newline,
    boolean exact,
    boolean free,
    ByteSet[] sets,
    long ends,
    List<Literal> literals,
    Literal last,
    Runs runs) {

  /**
   * A byte sequence that every match contains.
   *
   * @param low the minimum number of bytes before the sequence in a match
   * @param high the maximum number of bytes before the sequence in a match
   * @param before the repeated sets before the sequence in a match, or null if they are unknown
   */
  record Literal(byte[] bytes, long low, long high, Runs before) {
    Literal after(RegexFacts first) {
      return new Literal(
          bytes, plus(low, first.min), plus(high, first.max), Runs.join(first.runs, before));
    }

    /**
     * Returns the longest part that this literal shares with one of the others, or null if there is
     * none.
     */
    Literal shared(List<Literal> others) {
      Literal longest = null;
      for (Literal other : others) {
        for (int i = 0; i < bytes.length; i++) {
          for (int j = 0; j < other.bytes.length; j++) {
            int length =
                Arrays.mismatch(bytes, i, bytes.length, other.bytes, j, other.bytes.length);
            length = length < 0 ? bytes.length - i : length;
            if (length > (longest == null ? 0 : longest.bytes.length)) {
              longest =
                  new Literal(
                      Arrays.copyOfRange(bytes, i, i + length),
                      Math.min(plus(low, i), plus(other.low, j)),
                      Math.max(plus(high, i), plus(other.high, j)),
                      null);
            }
          }
        }
      }
      return longest;
    }
  }

  /**
   * The maximum number of sets that are kept; more sets would rule out hardly any further starts.
   */
  static final int DEPTH = 32;

  private static final long DEPTH_MASK = (1L << DEPTH + 1) - 1;

  static final long ENDLESS = Long.MAX_VALUE;

  /** The maximum length to which literals are joined; longer literals make no search faster. */
  private static final int LONGEST_LITERAL = 64;

  /** The maximum number of literals to keep; a search needs only a few. */
  private static final int MOST_LITERALS = 16;

  private static final long MANY = 1L << 40;

  static final RegexFacts EMPTY =
      new RegexFacts(0, 0, false, true, true, new ByteSet[0], 1, List.of(), null, Runs.EMPTY);

  /**
   * The facts about an element that matches no bytes but depends on the bytes around it, such as
   * {@code ^}.
   */
  static final RegexFacts PLACE =
      new RegexFacts(
          0, 0, false, false, false, new ByteSet[0], 1, List.of(), null, Runs.EMPTY.inexact());

  /** The facts about {@code \R}. */
  static final RegexFacts LINE_BREAK =
      of(ByteSet.of(c -> c >= '\n' && c <= '\r' || c == 0x85))
          .then(of(ByteSet.of(c -> c == '\n')).times(0, 1))
          .atomic();

  /** The facts about {@code \X}, which depends on the bytes after it. */
  static final RegexFacts CLUSTER = of(ByteSet.ALL).times(1, ENDLESS).then(PLACE);

  static RegexFacts of(ByteSet set) {
    boolean single = set.size() == 1;
    Literal literal =
        single ? new Literal(new byte[] {(byte) set.first()}, 0, 0, Runs.EMPTY) : null;
    return new RegexFacts(
        1,
        1,
        set.contains('\n'),
        true,
        true,
        new ByteSet[] {set},
        2,
        List.of(),
        literal,
        Runs.of(set));
  }

  /** Returns all literals, including {@link #last}. */
  List<Literal> required() {
    List<Literal> all = new ArrayList<>(literals);
    if (last != null) {
      all.add(last);
    }
    return all;
  }

  /** Returns whether {@link #last} is always the whole match. */
  private boolean isLiteral() {
    return exact && last != null && last.bytes.length == min;
  }

  RegexFacts then(RegexFacts next) {
    List<Literal> both = new ArrayList<>(literals);
    for (Literal literal : next.literals) {
      both.add(literal.after(this));
    }
    Literal end;
    if (next.max == 0) {
      end = last;
    } else if (next.isLiteral()
        && last != null
        && last.bytes.length + next.last.bytes.length <= LONGEST_LITERAL) {
      byte[] joined = Arrays.copyOf(last.bytes, last.bytes.length + next.last.bytes.length);
      System.arraycopy(next.last.bytes, 0, joined, last.bytes.length, next.last.bytes.length);
      end = new Literal(joined, last.low, last.high, last.before);
    } else {
      if (last != null) {
        both.add(last);
      }
      end = next.last == null ? null : next.last.after(this);
    }
    if (both.size() > MOST_LITERALS) {
      both = both.subList(0, MOST_LITERALS);
    }
    int depth = Math.min(DEPTH, sets.length + next.sets.length);
    ByteSet[] joined = new ByteSet[depth];
    Arrays.fill(joined, ByteSet.NONE);
    union(joined, sets, 0);
    long joinedEnds = 0;
    for (int i = 0; i <= DEPTH; i++) {
      if ((ends >>> i & 1) != 0) {
        union(joined, next.sets, i);
        joinedEnds |= next.ends << i;
      }
    }
    return new RegexFacts(
        plus(min, next.min),
        plus(max, next.max),
        newline || next.newline,
        exact && next.exact,
        free && next.free,
        joined,
        joinedEnds & DEPTH_MASK,
        both,
        end,
        Runs.join(runs, next.runs));
  }

  private static void union(ByteSet[] into, ByteSet[] from, int at) {
    for (int i = 0; i < from.length && at + i < into.length; i++) {
      into[at + i] = into[at + i].or(from[i]);
    }
  }

  /**
   * Returns byte sequences that every match of this part and every match of {@code other} contain.
   */
  private List<Literal> common(RegexFacts other) {
    List<Literal> others = other.required();
    return required().stream().map(each -> each.shared(others)).filter(Objects::nonNull).toList();
  }

  RegexFacts or(RegexFacts other) {
    ByteSet[] either = new ByteSet[Math.max(sets.length, other.sets.length)];
    Arrays.fill(either, ByteSet.NONE);
    union(either, sets, 0);
    union(either, other.sets, 0);
    return new RegexFacts(
        Math.min(min, other.min),
        Math.max(max, other.max),
        newline || other.newline,
        false,
        free && other.free,
        either,
        ends | other.ends,
        common(other),
        null,
        null);
  }

  /**
   * Returns the facts about this part repeated {@code least} to {@code most} times; {@code most}
   * may be {@link #ENDLESS}.
   */
  RegexFacts times(long least, long most) {
    RegexFacts copies = EMPTY;
    for (int i = 0; i < Math.min(least, DEPTH); i++) {
      copies = copies.then(this);
    }
    ByteSet[] any = new ByteSet[DEPTH];
    Arrays.fill(any, ByteSet.NONE);
    union(any, copies.sets, 0);
    long anyEnds = copies.ends;
    RegexFacts more = copies;
    for (long i = least; i < Math.min(most, DEPTH); i++) {
      more = more.then(this);
      union(any, more.sets, 0);
      anyEnds |= more.ends;
    }
    boolean whole = least == most && least <= DEPTH;
    List<Literal> certain = least == 0 ? List.of() : whole ? copies.literals : copies.required();
    return new RegexFacts(
        product(min, least),
        product(max, most),
        newline && most > 0,
        exact && whole,
        free,
        any,
        anyEnds,
        certain,
        whole ? copies.last : null,
        whole && least != 1 ? copies.runs : runs == null ? null : runs.times(least, most));
  }

  /**
   * Returns the facts about a back-reference to this part, such as {@code \1}.
   *
   * @param anyCase whether the case of the letters may differ
   */
  RegexFacts again(boolean anyCase) {
    ByteSet[] same = sets.clone();
    if (anyCase) {
      Arrays.fill(same, ByteSet.ALL);
    }
    return new RegexFacts(min, max, newline, false, true, same, ends, List.of(), null, null);
  }

  /**
   * Returns the facts about this part as an atomic element, for which java.util.regex does not try
   * every way to match.
   */
  RegexFacts atomic() {
    return runs == null
        ? this
        : new RegexFacts(
            min, max, newline, exact, free, sets, ends, literals, last, runs.inexact());
  }

  private static long plus(long a, long b) {
    return a == ENDLESS || b == ENDLESS || a + b > MANY ? ENDLESS : a + b;
  }

  private static long product(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    return a == ENDLESS || b == ENDLESS || a > MANY / b ? ENDLESS : a * b;
  }

  /** Returns the number of sets that apply to every match. */
  int certainSets() {
    return ends == 0 ? DEPTH : Math.min(DEPTH, Long.numberOfTrailingZeros(ends));
  }
}
