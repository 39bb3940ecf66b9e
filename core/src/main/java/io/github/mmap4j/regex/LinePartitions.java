package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.Needle;
import java.lang.foreign.MemorySegment;

/**
 * Divides a range into parts of whole lines, whatever the lines' lengths. Each part has an equal
 * share of the bytes, and the lines that begin in its share. Any thread may ask where a part begins
 * and ends; no byte is searched for more than two parts. Immutable.
 */
final class LinePartitions {
  /** The start of a part in which no line begins. */
  static final long ABSENT = -1;

  private final MemorySegment text;
  private final long from;
  private final long to;
  private final long share;

  /** Divides {@code [from, to)}, which may begin within a line. */
  LinePartitions(MemorySegment text, long from, long to, long share) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.share = share;
  }

  /** Returns the number of parts; {@code to} itself is in the last. */
  long count() {
    return (to - from) / share + 1;
  }

  /** Returns where the first line of a part begins, or {@link #ABSENT}. */
  long begin(long part) {
    if (part == 0) {
      return from;
    }
    long first = from + part * share;
    long feed = find(first - 1, Math.min(first + share - 1, to));
    return feed < 0 ? ABSENT : feed + 1;
  }

  /** Returns the line feed that ends the last line of a part with lines, or {@code to}. */
  long end(long part) {
    long next = from + (part + 1) * share;
    long feed = next > to ? -1 : find(next - 1, to);
    return feed < 0 ? to : feed;
  }

  private long find(long low, long high) {
    return ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, low, high);
  }
}
