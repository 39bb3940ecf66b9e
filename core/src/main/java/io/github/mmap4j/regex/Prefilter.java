package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.internal.bytes.ByteRank;
import io.github.mmap4j.internal.bytes.Needle;
import io.github.mmap4j.search.Finder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds facts about every match, from which a search finds candidates before it runs
 * java.util.regex. If no facts are known, java.util.regex does all the work. Instances are
 * immutable.
 *
 * @param literals the literals to look for, the most promising first
 * @param required all literals that a match must contain, if there are several and lines without
 *     them can be skipped
 * @param withinLine whether each match lies within a line
 * @param byLine whether the line that contains an occurrence of a literal can be searched on its
 *     own
 * @param independent whether the result of java.util.regex at a start is independent of attempts at
 *     earlier starts
 * @param free whether a match is independent of the bytes around it
 * @param scan the scan that finds where a match may begin, or null if the sets are of no use
 * @param exact whether each sequence that the scan finds is a match
 * @param shortest the length of the shortest match, or a lower bound on that length
 */
record Prefilter(
    List<Literal> literals,
    List<Finder> required,
    boolean withinLine,
    boolean byLine,
    boolean independent,
    boolean free,
    Bndm scan,
    boolean exact,
    long shortest) {
  /**
   * The maximum number of possible match starts to try one by one around each occurrence of a
   * literal.
   */
  private static final int FEW_STARTS = 256;

  /** The maximum number of literals to try, one after another, if they prove too common. */
  private static final int MOST_LITERALS = 3;

  /** The maximum number of sets in a sequence, one for each bit of an {@code int}. */
  private static final int MOST_SETS = 32;

  /** The minimum size of a set that rules out too few starts. */
  private static final int MANY_VALUES = 128;

  static final Prefilter NOTHING =
      new Prefilter(List.of(), List.of(), false, false, false, false, null, false, 0);

  /**
   * A byte sequence that every match contains.
   *
   * @param low the minimum number of bytes before the literal in a match
   * @param high the maximum number of bytes before the literal in a match
   * @param endsLine whether the literal contains a line feed
   * @param byStart whether a match with a given occurrence has so few possible starts that each can
   *     be tried
   * @param walk the walk from an occurrence to the first possible start, or null if there is no
   *     walk. If there is a walk, no two occurrences share a start, and starts are in the order of
   *     the occurrences.
   * @param single whether only the first possible start of an occurrence needs to be tried: if no
   *     match begins there, no match contains the occurrence
   */
  record Literal(
      Needle needle,
      long low,
      long high,
      boolean endsLine,
      boolean byStart,
      StartWalk walk,
      boolean single) {}

  static Prefilter of(PatternParser.Parsed parsed, Pattern pattern) {
    if (parsed == null) {
      return NOTHING;
    }
    RegexFacts facts = parsed.facts();
    boolean independent = !parsed.counts() && !parsed.leaks();
    int sets = Math.min(MOST_SETS, facts.certainSets());
    boolean hasGroups = pattern.matcher("").groupCount() > 0;
    boolean exact = facts.exact() && !hasGroups && sets == facts.min() && sets > 0;
    boolean telling =
        Arrays.stream(facts.sets()).limit(sets).anyMatch(set -> set.size() < MANY_VALUES);
    boolean scans = sets > 0 && independent && (telling || exact);
    boolean walks = independent && (scans || !facts.newline()) && !usesLastMatch(pattern.pattern());
    return new Prefilter(
        facts.required().stream()
            .sorted(Comparator.comparingInt(Prefilter::worth).reversed())
            .limit(MOST_LITERALS)
            .map(each -> literal(each, scans, walks, parsed.refers()))
            .toList(),
        facts.newline() || parsed.leaks() ? List.of() : required(facts.required()),
        !facts.newline(),
        !facts.newline() && !parsed.leaks(),
        independent,
        facts.free() && !(parsed.leaks() && parsed.refers()),
        scans ? new Bndm(facts.sets(), sets) : null,
        exact,
        facts.min());
  }

  private static List<Finder> required(List<RegexFacts.Literal> literals) {
    return literals.size() < 2
        ? List.of()
        : literals.stream().map(each -> Finder.of(each.bytes())).toList();
  }

  /** Returns whether a match may depend on the previous match or on where the search begins. */
  static boolean usesLastMatch(String regex) {
    return regex.contains("\\G") || regex.contains("\\b{g}");
  }

  private static Literal literal(
      RegexFacts.Literal each, boolean scans, boolean walks, boolean refers) {
    StartWalk walk = walks && isWalkable(each) ? StartWalk.over(each.before()) : null;
    return new Literal(
        new Needle(each.bytes()),
        each.low(),
        each.high(),
        new String(each.bytes(), ISO_8859_1).indexOf('\n') >= 0,
        walk == null && each.high() - each.low() < FEW_STARTS && scans,
        walk,
        walk != null && each.before().exact() && !refers);
  }

  /**
   * Returns whether it is possible and useful to walk back from an occurrence of the literal to the
   * positions at which a match may start. If one byte of the literal cannot precede the literal in
   * a match, all starts of an occurrence come after the previous occurrence.
   */
  private static boolean isWalkable(RegexFacts.Literal literal) {
    return literal.high() > literal.low()
        && literal.before() != null
        && literal.before().excludesOneOf(literal.bytes());
  }

  /** Rates a literal mainly by its two rarest bytes, because a search looks for them first. */
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
}
