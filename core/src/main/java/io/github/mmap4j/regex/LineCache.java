package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.Needle;
import java.lang.foreign.MemorySegment;

/** Finds where the lines of a text begin and end, and remembers the most recently found line. */
final class LineCache {
  private final MemorySegment text;
  private final long to;

  // There is no line feed in [knownFrom, knownTo).
  private long knownFrom = -1;
  private long knownTo = -1;

  /** Whether a line begins at {@code knownFrom}. */
  private boolean isStart;

  LineCache(MemorySegment text, long to) {
    this.text = text;
    this.to = to;
  }

  /**
   * Returns the start of the line that contains {@code offset}, or {@code from} if the line begins
   * earlier.
   */
  long start(long from, long offset) {
    boolean known = offset >= knownFrom && offset <= knownTo;
    if (known && (from >= knownFrom || isStart)) {
      return Math.max(from, knownFrom);
    }
    long feed = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, from, offset);
    long start = Math.max(from, feed + 1);
    if (known) {
      knownFrom = start;
      isStart = feed >= 0;
    }
    return start;
  }

  /**
   * Returns the end of the line that contains {@code offset}, which is the offset of its line feed
   * or the end of the text.
   */
  long end(long offset) {
    if (offset < knownFrom || offset > knownTo) {
      long feed = ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, offset, to);
      knownFrom = offset;
      isStart = false;
      knownTo = feed < 0 ? to : feed;
    }
    return knownTo;
  }

  /**
   * Returns the end of the next lines, up to {@code most}: either short lines or a single line that
   * is longer than {@code shortest}.
   */
  long endOfLines(long from, long most, int shortest) {
    if (most - from <= shortest) {
      return most;
    }
    long end = Math.min(most, end(from + shortest));
    long start = start(from, from + shortest);
    return start > from && end - start > shortest ? start - 1 : end;
  }
}
