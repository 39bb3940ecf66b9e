package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.Needle;
import java.lang.foreign.MemorySegment;

/**
 * Divides a range into parts that consist of whole lines of any length. The range is cut into
 * shares of equal size, and each part consists of the lines that begin in its share. Any thread may
 * ask where a part begins and ends; each byte is examined for at most two parts.
 *
 * @param from the start of the range, which may be within a line
 */
record LinePartitions(MemorySegment text, long from, long to, long share) {
  /** The value returned as the start of a part in which no line begins. */
  static final long ABSENT = -1;

  /** Returns the number of parts; the last part includes the offset {@code to}. */
  long count() {
    return (to - from) / share + 1;
  }

  /** Returns the start of the first line of a part, or {@link #ABSENT} if no line begins in it. */
  long begin(long part) {
    if (part == 0) {
      return from;
    }
    long first = from + part * share;
    long feed = find(first - 1, Math.min(first + share - 1, to));
    return feed < 0 ? ABSENT : feed + 1;
  }

  /**
   * Returns the offset of the line feed that terminates the last line of a part, or {@code to} if
   * there is none. A line must begin in the part.
   */
  long end(long part) {
    long next = from + (part + 1) * share;
    long feed = next > to ? -1 : find(next - 1, to);
    return feed < 0 ? to : feed;
  }

  private long find(long low, long high) {
    return ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, low, high);
  }
}
