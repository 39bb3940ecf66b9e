package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;

/** Finds the ends of lines in a file that may still grow. */
final class WholeLines {
  private static final Finder ZERO = Finder.of(new byte[] {0});

  /** The number of bytes at the end in which a zero means that the last line may be incomplete. */
  private static final long SETTLING = 4096;

  private final TextBytes text;
  private final Separator separator;

  WholeLines(TextBytes text, Separator separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * Returns the end of the last line that later bytes can't change, or {@code from} if there is no
   * such line. It is the end of the line's separator.
   *
   * @param from the start of a line
   * @param to the end (exclusive) of the bytes that there are
   */
  long end(long from, long to) {
    return settled(from, separator.lastEnd(text, from, to));
  }

  /**
   * Leaves out the last line if it begins with a zero. A writer to a mapping may be seen to have
   * stored the end of a line while its start still reads as zeros.
   */
  private long settled(long from, long end) {
    if (from == end || !separator.fitsInLine(new byte[] {0})) {
      return end;
    }
    long zero = text.rfind(ZERO, Math.max(from, end - SETTLING), end);
    if (zero < 0) {
      return end;
    }
    long start = separator.lineStartBefore(text, from, zero);
    long ended = separator.find(text, zero, end);
    boolean isLast = ended < end && separator.after(text, ended, end) == end;
    return isLast && text.get(start) == 0 ? start : end;
  }

  /**
   * Returns the first start of a line that is at least {@code bytes} after {@code from}, or {@code
   * to} if there is none before.
   */
  long after(long from, long bytes, long to) {
    if (to - from <= bytes) {
      return to;
    }
    long start = separator.lineStart(text, from + bytes, to);
    return start < 0 ? to : start;
  }

  /** Returns whether a range consists of zeros, such as an appender reserves. */
  boolean isZero(long from, long to) {
    for (long at = from; at < to; at++) {
      if (text.get(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
