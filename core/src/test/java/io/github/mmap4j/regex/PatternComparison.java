package io.github.mmap4j.regex;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Pattern;

/** Compares a {@link BytePattern} with java.util.regex over a string. */
final class PatternComparison {
  /** Small values, and a window that shows the whole text. */
  private static final Tuning SMALL =
      new Tuning(3, 7, Integer.MAX_VALUE - 8, 1 << 29, 4, 2, 9, 5, 2, 7);

  /** Small values, and a window that shows less than most texts. */
  private static final Tuning CUT = new Tuning(3, 9, 64, 24, 4, 2, 9, 5, 2, 7);

  private static final List<Tuning> WHOLE = List.of(SMALL, Tuning.USUAL);
  private static final List<Tuning> ALL = List.of(SMALL, CUT, Tuning.USUAL);

  private final BytePattern bytes;
  private int refused;

  PatternComparison(BytePattern bytes) {
    this.bytes = bytes.withLimit(1_000_000);
  }

  /** Returns how often a window that shows less than the text was too small. */
  int refused() {
    return refused;
  }

  /** Returns whether trying each start separately, as with a cut window, gives the same matches. */
  private boolean startsAreIndependent() {
    Pattern pattern = bytes.pattern();
    boolean simple = pattern.matcher("").groupCount() == 0 && !pattern.pattern().contains("{");
    return bytes.prefilter().independent() || simple;
  }

  /**
   * Compares the results. Returns false if there is nothing to compare with, because
   * java.util.regex takes too long or fails.
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
      if (!mayRefuse || !isOfACutWindow(e)) {
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
   * Returns whether a window that shows less than the text explains the exception. Each start is
   * then tried alone, so java.util.regex cannot skip what it tried in vain at an earlier one.
   */
  private static boolean isOfACutWindow(PatternLimitException e) {
    return e.getMessage().contains("may need more than")
        || e.getMessage().contains("one search looked at more than");
  }
}
