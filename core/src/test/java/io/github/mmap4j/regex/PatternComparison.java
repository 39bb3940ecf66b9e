package io.github.mmap4j.regex;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a {@link BytePattern} finds what java.util.regex finds in a string. */
final class PatternComparison {
  /** Everything small, and texts that one view shows. */
  private static final Tuning SMALL =
      new Tuning(3, 7, Integer.MAX_VALUE - 8, 1 << 29, 4, 9, 5, 2, 7);

  /** And a view that shows less than most texts. */
  private static final Tuning CUT = new Tuning(3, 9, 64, 24, 4, 9, 5, 2, 7);

  private static final List<Tuning> WHOLE = List.of(SMALL, Tuning.USUAL);
  private static final List<Tuning> ALL = List.of(SMALL, CUT, Tuning.USUAL);

  private final BytePattern bytes;
  private int refused;

  PatternComparison(BytePattern bytes) {
    this.bytes = bytes.withLimit(1_000_000);
  }

  /** How often a view that shows less than the text was too small. */
  int refused() {
    return refused;
  }

  /** In a text longer than a view, a match does not depend on starts that failed before. */
  private boolean startsAreIndependent() {
    Pattern pattern = bytes.pattern();
    boolean simple = pattern.matcher("").groupCount() == 0 && !pattern.pattern().contains("{");
    return bytes.plan().independent || simple;
  }

  /**
   * Compares; or tells by false that there is nothing to compare with, as it takes too long or
   * java.util.regex itself fails.
   *
   * @throws AssertionError if they differ; {@code about} is part of its message
   */
  boolean compare(byte[] text, int from, int to, String about) {
    RegexOracle oracle = new RegexOracle(bytes.pattern(), text);
    List<String> all;
    List<String> at;
    List<String> lines;
    try {
      all = oracle.all(from, to);
      at = oracle.at(from, to);
      lines = oracle.lines(from, to);
    } catch (RegexOracle.TooSlowException | IndexOutOfBoundsException | StackOverflowError e) {
      return false;
    }
    for (Tuning tuning : startsAreIndependent() ? ALL : WHOLE) {
      compare(
          bytes.with(tuning),
          MemorySegment.ofArray(text),
          from,
          to,
          List.of(all, at, lines),
          about + " " + tuning,
          tuning == CUT);
    }
    return true;
  }

  private void compare(
      BytePattern tuned,
      MemorySegment text,
      int from,
      int to,
      List<List<String>> expected,
      String about,
      boolean mayRefuse) {
    List<List<String>> found;
    try {
      found =
          List.of(
              tuned.all(text, from, to).map(RegexOracle::bounds).toList(),
              tuned.matchAt(text, from, to).map(RegexOracle::bounds).stream().toList(),
              tuned.lines(text, from, to).map(l -> l.offset() + "+" + l.length()).toList());
    } catch (PatternLimitException e) {
      if (!mayRefuse || !isOfACutView(e)) {
        throw new AssertionError(about, e);
      }
      refused++;
      return;
    }
    if (!found.equals(expected)) {
      throw new AssertionError(
          about + ": all, at and lines are " + found + " instead of " + expected);
    }
  }

  /**
   * Where a view shows less than the text, each start is asked about alone: java.util.regex then
   * can't spare itself what it has tried in vain from an earlier start.
   */
  private static boolean isOfACutView(PatternLimitException e) {
    return e.getMessage().contains("may need more than")
        || e.getMessage().contains("one search looked at more than");
  }
}
