package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteRank;
import io.github.mmap4j.search.Finder;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds what a search looks for before it runs java.util.regex, which are facts that hold for every
 * match. If no facts are known, java.util.regex does everything. Immutable.
 */
final class Prefilter {
  /** The maximum number of starts to try one by one for an occurrence of a literal. */
  private static final int FEW_STARTS = 256;

  /** The maximum number of literals to try, one after another, if they prove too common. */
  private static final int MOST_LITERALS = 3;

  /** The maximum number of sets in a sequence, one for each bit of an {@code int}. */
  private static final int MOST_SETS = 32;

  /** A set with this many bytes or more rules out too few starts. */
  private static final int MANY_VALUES = 128;

  static final Prefilter NOTHING = new Prefilter();

  /**
   * A byte sequence that every match contains.
   *
   * @param low the minimum number of bytes before the literal in a match
   * @param high the maximum number of bytes before the literal in a match
   * @param endsLine whether the literal contains a line feed
   * @param byStart whether a match with a given occurrence has so few possible starts that each can
   *     be tried
   */
  record Literal(Finder finder, long low, long high, boolean endsLine, boolean byStart) {}

  /** The literals to look for, the most promising first. */
  final List<Literal> literals;

  /** Whether each match lies within a line. */
  final boolean withinLine;

  /** Whether the line that contains an occurrence of a literal can be searched on its own. */
  final boolean byLine;

  /** Whether the result of java.util.regex at a start does not depend on earlier starts. */
  final boolean independent;

  /** Whether a match does not depend on the bytes around it. */
  final boolean free;

  /** The scan that finds where a match may begin, or null if the sets are of no use. */
  final Bndm scan;

  /** Whether each sequence that the scan finds is a match. */
  final boolean exact;

  /** The length of the shortest match, or a lower bound of it. */
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
    RegexFacts facts = parsed.facts();
    independent = !parsed.counts() && !parsed.leaks();
    shortest = facts.min();
    withinLine = !facts.newline();
    byLine = withinLine && !parsed.leaks();
    free = facts.free();
    int sets = Math.min(MOST_SETS, facts.certainSets());
    exact = facts.exact() && groups == 0 && sets == facts.min() && sets > 0;
    boolean telling = false;
    for (int i = 0; i < sets; i++) {
      telling |= facts.sets()[i].size() < MANY_VALUES;
    }
    scan = sets > 0 && independent && (telling || exact) ? new Bndm(facts.sets(), sets) : null;
    literals =
        facts.required().stream()
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

  /** Rates a literal mainly by its two rarest bytes, because a search looks for those. */
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
