package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.Needle;
import java.lang.foreign.MemorySegment;

/** Finds where the lines of a text begin and end, and remembers the most recently found end. */
final class LineCache {
  private final MemorySegment text;
  private final long to;

  // There is no line feed in [knownFrom, knownTo).
  private long knownFrom = -1;
  private long knownTo = -1;

  LineCache(MemorySegment text, long to) {
    this.text = text;
    this.to = to;
  }

  /**
   * Returns the start of the line that contains {@code offset}, or {@code from} if the line begins
   * earlier.
   */
  long start(long from, long offset) {
    if (from >= knownFrom && offset <= knownTo) {
      return from;
    }
    long feed = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, from, offset);
    return Math.max(from, feed + 1);
  }

  /**
   * Returns the end of the line that contains {@code offset}, which is the offset of its line feed
   * or the end of the text.
   */
  long end(long offset) {
    if (offset < knownFrom || offset > knownTo) {
      long feed = ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, offset, to);
      knownFrom = offset;
      knownTo = feed < 0 ? to : feed;
    }
    return knownTo;
  }
}
