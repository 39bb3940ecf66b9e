package io.github.mmap4j.cli.grep;

import io.github.mmap4j.regex.BytePattern;

/**
 * How long a pattern may try to match one line, in bytes that it looks at, each counted as often.
 *
 * @param fixed so many whatever the line's length
 * @param each so many more for each byte of the line
 */
record PatternLimit(long fixed, int each) {
  /** Ends half a second of backtracking, and nothing that is only slow. */
  static final PatternLimit USUAL = new PatternLimit(100_000_000, 100);

  private static final long LONGEST = 1L << 40; // so that no product is too large

  static PatternLimit of(long steps) {
    return new PatternLimit(steps, 0);
  }

  /** The pattern under this limit, for a search of {@code length} bytes. */
  BytePattern on(BytePattern pattern, long length) {
    return pattern.withLimit(fixed + each * Math.min(length, LONGEST));
  }
}
