package io.github.mmap4j.cli.grep;

import io.github.mmap4j.regex.BytePattern;

/**
 * The maximum number of bytes that a pattern may examine for one line. A byte counts each time that
 * it is examined.
 *
 * @param fixed the part that is independent of the line's length
 * @param each the part for each byte of the line
 */
record PatternLimit(long fixed, int each) {
  /**
   * The default limit. It stops excessive backtracking after about half a second, but does not stop
   * a search that is merely slow.
   */
  static final PatternLimit USUAL = new PatternLimit(100_000_000, 100);

  private static final long LONGEST = 1L << 40; // prevents overflow of the product

  static PatternLimit of(long steps) {
    return new PatternLimit(steps, 0);
  }

  /** Returns the pattern with this limit, for a search of {@code length} bytes. */
  BytePattern on(BytePattern pattern, long length) {
    return pattern.withLimit(fixed + each * Math.min(length, LONGEST));
  }
}
