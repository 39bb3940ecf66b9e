package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteRank;
import io.github.mmap4j.search.Finder;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to find the matches of a pattern: what is looked for before java.util.regex is asked. All of
 * it is about what every match has; where nothing is known, java.util.regex does everything.
 * Immutable.
 */
final class Prefilter {
  /** Starts to try for one occurrence of the literal. */
  private static final int FEW_STARTS = 256;

  /** Literals to try, one after another, where they are too common. */
  private static final int MOST_LITERALS = 3;

  /** Sets in a row, at most: the bits of an {@code int}. */
  private static final int MOST_SETS = 32;

  /** A first byte of so many values is no reason to skip others. */
  private static final int MANY_VALUES = 128;

  static final Prefilter NOTHING = new Prefilter();

  /**
   * A sequence that every match contains.
   *
   * @param low bytes that are before it in a match, at least
   * @param high bytes that are before it, at most
   * @param endsLine whether it has a line feed
   * @param byStart whether the few starts for an occurrence can be tried one by one
   */
  record Literal(Finder finder, long low, long high, boolean endsLine, boolean byStart) {}

  /** What to look for: the most promising first. */
  final List<Literal> literals;

  /** Whether each match lies within a line. */
  final boolean withinLine;

  /** Whether the line of an occurrence of the literal can be tried by itself. */
  final boolean byLine;

  /** Whether what java.util.regex says of a start does not depend on those before it. */
  final boolean independent;

  /** Whether what is around a match does not matter. */
  final boolean free;

  /** Finds where a match may begin, or null. */
  final Bndm scan;

  /** Whether where it may begin, it does, and is as long as the scan's row. */
  final boolean exact;

  /** No match is shorter. */
  final long shortest;

  private Prefilter() {
    literals = List.of();
    withinLine = false;
    byLine = false;
    free = false;
    independent = false;
    scan = null;
    exact = false;
    shortest = 0;
  }

  private Prefilter(PatternParser.Parsed parsed, int groups) {
    RegexFacts shape = parsed.shape();
    independent = !parsed.counts() && !parsed.leaks();
    shortest = shape.min();
    withinLine = !shape.newline();
    byLine = withinLine && !parsed.leaks();
    free = shape.free();
    int sets = Math.min(MOST_SETS, shape.certainSets());
    exact = shape.exact() && groups == 0 && sets == shape.min() && sets > 0;
    boolean telling = false;
    for (int i = 0; i < sets; i++) {
      telling |= shape.sets()[i].size() < MANY_VALUES;
    }
    scan = sets > 0 && independent && (telling || exact) ? new Bndm(shape.sets(), sets) : null;
    literals =
        shape.required().stream()
            .sorted(Comparator.comparingInt(Prefilter::worth).reversed())
            .limit(MOST_LITERALS)
            .map(this::literal)
            .toList();
  }

  private Literal literal(RegexFacts.Literal each) {
    return new Literal(
        Finder.of(each.bytes()),
        each.low(),
        each.high(),
        contains(each.bytes(), (byte) '\n'),
        each.high() - each.low() < FEW_STARTS && scan != null);
  }

  /** More for what is rarer: the two rarest bytes are what a search goes by. */
  private static int worth(RegexFacts.Literal literal) {
    int rarest = 255;
    int second = 255;
    for (byte value : literal.bytes()) {
      int rank = ByteRank.of(value);
      second = Math.min(second, Math.max(rank, rarest));
      rarest = Math.min(rarest, rank);
    }
    int known = literal.high() == RegexFacts.ENDLESS ? 0 : 64;
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

  static Prefilter of(PatternParser.Parsed parsed, Pattern pattern) {
    return parsed == null ? NOTHING : new Prefilter(parsed, pattern.matcher("").groupCount());
  }
}
