package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;

/**
 * The byte that ends a line: a newline or, with {@code -z}, a zero byte. The last line of a text
 * may lack it.
 *
 * @param bytes the byte
 * @param finder a finder of the byte
 */
record LineEnd(byte[] bytes, Finder finder) {
  static final LineEnd NEWLINE = of('\n');
  static final LineEnd ZERO = of('\0');

  private static LineEnd of(char c) {
    byte[] bytes = {(byte) c};
    return new LineEnd(bytes, Finder.of(bytes));
  }

  /** Returns the end of the line that contains {@code at}, including its line end. */
  long after(MemorySegment text, long at, long to) {
    long found = finder.find(text, at, to);
    return found < 0 ? to : found + 1;
  }

  /** Returns the start of the line that contains {@code at}, which is at least {@code from}. */
  long start(MemorySegment text, long from, long at) {
    return Math.max(from, finder.rfind(text, from, at) + 1);
  }

  /** Counts the lines of a range. */
  long count(MemorySegment text, long from, long to) {
    return ends(text, from, to) + (from < to && isMissing(text, to) ? 1 : 0);
  }

  /** Counts the line ends in a range. */
  long ends(MemorySegment text, long from, long to) {
    return finder.parallel().count(text, from, to);
  }

  /** Returns whether the line that ends at {@code to}, after its last byte, has no line end. */
  boolean isMissing(MemorySegment text, long to) {
    return finder.find(text, to - 1, to) < 0;
  }
}
