package io.github.mmap4j.search;

import java.util.regex.Pattern;

/**
 * How to find the matches of a pattern: what is looked for before java.util.regex is asked. All of
 * it is about what every match has; where nothing is known, java.util.regex does everything.
 * Immutable.
 */
final class Plan {
  /** Starts to try for one occurrence of the literal. */
  private static final int FEW_STARTS = 256;

  /** Sets in a row, at most: the bits of an {@code int}. */
  private static final int MOST_SETS = 32;

  /** A first byte of so many values is no reason to skip others. */
  private static final int MANY_VALUES = 128;

  static final Plan NOTHING = new Plan();

  /** A sequence that every match contains, or null. */
  final Finder literal;

  /** Between how many bytes are before the literal in a match. */
  final long low;

  final long high;

  /** Whether the literal has a line feed. */
  final boolean literalEndsLine;

  /** Whether the few starts for an occurrence of the literal can be tried one by one. */
  final boolean byStart;

  /** Whether each match lies within a line. */
  final boolean withinLine;

  /** Whether what is around a match does not matter. */
  final boolean free;

  /** Finds where a match may begin, or null. */
  final ClassScan scan;

  /** Whether where it may begin, it does, and is as long as the scan's row. */
  final boolean exact;

  /** No match is shorter. */
  final long shortest;

  private Plan() {
    literal = null;
    low = 0;
    high = 0;
    literalEndsLine = false;
    byStart = false;
    withinLine = false;
    free = false;
    scan = null;
    exact = false;
    shortest = 0;
  }

  private Plan(Shape shape, int groups) {
    shortest = shape.min();
    withinLine = !shape.newline();
    free = shape.free();
    int sets = Math.min(MOST_SETS, shape.certainSets());
    exact = shape.exact() && groups == 0 && sets == shape.min() && sets > 0;
    boolean telling = false;
    for (int i = 0; i < sets; i++) {
      telling |= shape.sets()[i].size() < MANY_VALUES;
    }
    boolean anyStart = !shape.counted();
    scan = sets > 0 && anyStart && (telling || exact) ? new ClassScan(shape.sets(), sets) : null;
    Shape.Literal best = null;
    for (Shape.Literal each : shape.required()) {
      if (best == null || worth(each) > worth(best)) {
        best = each;
      }
    }
    if (best == null) {
      literal = null;
      low = 0;
      high = 0;
      literalEndsLine = false;
      byStart = false;
    } else {
      literal = Finder.of(best.bytes());
      low = best.low();
      high = best.high();
      literalEndsLine = contains(best.bytes(), (byte) '\n');
      byStart = high - low < FEW_STARTS && scan != null;
    }
  }

  /** More for what is rarer: the two rarest bytes are what a search goes by. */
  private static int worth(Shape.Literal literal) {
    int rarest = 255;
    int second = 255;
    for (byte value : literal.bytes()) {
      int rank = ByteRank.of(value);
      second = Math.min(second, Math.max(rank, rarest));
      rarest = Math.min(rarest, rank);
    }
    int known = literal.high() == Shape.ENDLESS ? 0 : 64;
    return 2 * (255 - rarest) + (255 - second) + 4 * literal.bytes().length + known;
  }

  private static boolean contains(byte[] bytes, byte value) {
    for (byte each : bytes) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  static Plan of(Shape shape, Pattern pattern) {
    return shape == null ? NOTHING : new Plan(shape, pattern.matcher("").groupCount());
  }
}
