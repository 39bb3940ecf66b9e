package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.Holes;
import java.lang.foreign.MemorySegment;

/**
 * Searches memory that has holes, without reading them. A hole reads as zeros. So only a needle
 * with a zero can reach into a hole, and only a needle of zeros alone can lie inside one.
 *
 * <p>A hole is noticed only at the end of a range that was searched. The ranges after a hole are
 * short and then grow, so that not much more of a hole is read than there was data before it. They
 * end at page boundaries, because on tmpfs a page that has been read is data.
 */
final class SparseSearch {
  /**
   * The minimum number of bytes that are worth asking the system for holes. Searching so many takes
   * about a hundred times as long as asking.
   */
  private static final long LEAST = 1 << 20;

  /** The number of bytes in the first range after a hole. */
  private static final long FIRST = 1 << 16;

  /** The maximum number of bytes in a range. */
  private static final long MOST = 1 << 20;

  private static final long ABSENT = -1;

  private final Holes holes;
  private final MemorySegment text;
  private final Needle needle;
  private final boolean hasZero;
  private final int more;
  private final long from;
  private final long to;

  // The range to search forwards.
  private long begin;
  private long end;

  /** The start of the data after a hole at {@link #end}, if known already. */
  private long data = ABSENT;

  private long size = FIRST;

  private SparseSearch(Holes holes, MemorySegment text, Needle needle, long from, long to) {
    this.holes = holes;
    this.text = text;
    this.needle = needle;
    this.hasZero = needle.hasZero();
    this.more = needle.length() - 1;
    this.from = from;
    this.to = to;
    this.begin = from;
    this.end = from;
  }

  /**
   * Returns a search for {@code needle}, or null if there are no holes, or it does not pay to skip
   * them.
   */
  static SparseSearch of(MemorySegment text, Needle needle, long from, long to) {
    if (to - from < LEAST || needle.length() > FIRST || needle.isZeros()) {
      return null;
    }
    Holes holes = Holes.in(text, from, to);
    return holes == null ? null : new SparseSearch(holes, text, needle, from, to);
  }

  /**
   * Advances to the next range that may contain occurrences, in ascending order; returns false if
   * there is none. Each occurrence is within exactly one range, which may be shorter than the
   * needle.
   */
  boolean next() {
    if (end >= to) {
      return false;
    }
    long hole = end;
    if (data == ABSENT) {
      data = holes.nextData(hole, to);
      if (data > hole && hasZero && hole > from) {
        // These occurrences end in the hole.
        begin = Math.max(from, hole - more);
        end = Math.min(hole + more, data);
        return true;
      }
    }
    if (data > hole && !hasZero) {
      begin = data;
    } else {
      begin = Math.max(from, data - more);
    }
    size = data > hole ? FIRST : Math.min(2 * size, MOST);
    end = Math.min(to, holes.pageStart(data + size));
    data = ABSENT;
    return begin < to;
  }

  /** Returns the start of the range. */
  long begin() {
    return begin;
  }

  /** Returns the end (exclusive) of the range. */
  long end() {
    return end;
  }

  /** Returns the first occurrence in the given direction, or -1. */
  long find(Direction direction) {
    return direction == Direction.FORWARD ? first() : last();
  }

  private long first() {
    while (next()) {
      long found = ByteSearch.findInData(Direction.FORWARD, text, needle, begin, end);
      if (found != ABSENT) {
        return found;
      }
    }
    return ABSENT;
  }

  /**
   * Searches backwards. The system finds data only forwards, so the ranges in which it looks for
   * data grow until it finds some.
   */
  private long last() {
    long high = to;
    boolean isBelowHole = false;
    long piece = FIRST;
    long width = piece;
    while (high > from) {
      long low = Math.max(from, holes.pageStart(high - width));
      boolean isHole = holes.nextData(low, high) == high;
      if (!isHole && width > piece) {
        width = piece;
        continue;
      }
      // Where data meets a hole, an occurrence with zeros may be in both.
      long least = isHole && (isBelowHole || !hasZero) ? high : isHole ? high - more : low;
      long most = isBelowHole && !hasZero ? high : Math.min(to, high + more);
      long found =
          ByteSearch.findInData(
              Direction.BACKWARD, text, needle, Math.max(low, least), Math.max(low, most));
      if (found != ABSENT) {
        return found;
      }
      high = low;
      isBelowHole = isHole;
      piece = isHole ? FIRST : Math.min(2 * piece, MOST);
      width = isHole ? Math.min(2 * width, to - from) : piece;
    }
    return ABSENT;
  }
}
