package io.github.mmap4j.regex;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The literals that every match contains. Their most recent occurrences are remembered, so that
 * questions about ever later ranges read each byte only once per literal.
 */
final class RequiredLiterals {
  private final List<Finder> literals;
  private final MemorySegment text;
  private final long[] occurrences;

  RequiredLiterals(List<Finder> literals, MemorySegment text) {
    this.literals = literals;
    this.text = text;
    this.occurrences = new long[literals.size()];
    Arrays.fill(occurrences, -1);
  }

  /** Returns whether a range lacks one of the literals, so that it contains no match. */
  boolean isMissing(long from, long to) {
    for (int i = 0; i < occurrences.length; i++) {
      if (occurrences[i] < from || occurrences[i] >= to) {
        occurrences[i] = literals.get(i).find(text, from, to);
      }
      if (occurrences[i] < 0) {
        return true;
      }
    }
    return false;
  }
}
