package io.github.mmap4j.spark;

import io.github.mmap4j.Mmap;

/**
 * Steps over the lines of a file that begin in a range. Lines are copied to the heap in windows of
 * many lines; a line that is longer than a window is copied only if its bytes are asked for.
 */
final class LineWalk {
  /** The bytes of a window: they stay in the processor's cache until Spark has read them. */
  static final int WINDOW = 256 << 10;

  /** The longest array that virtual machines allocate. */
  private static final int LONGEST = Integer.MAX_VALUE - 15;

  private static final byte[] NONE = {};

  private final Mmap text;
  private final Separator separator;
  private final int windowSize;

  /** The start of the next line. */
  private long place;

  /** The end (exclusive) of the last line that begins in the range, with its separator. */
  private final long stop;

  private byte[] window = NONE;
  private long windowStart;
  private int windowLength;

  private long start;
  private long end;

  /**
   * Positions before the first line that begins in {@code [from, to)}.
   *
   * @param windowSize the bytes to copy at a time
   */
  LineWalk(Mmap text, Separator separator, long from, long to, int windowSize) {
    this.text = text;
    this.separator = separator;
    this.windowSize = windowSize;
    long length = text.length();
    long last = Math.min(to, length);
    long first = from < last ? separator.lineStart(text, from, last) : -1;
    if (first < 0) {
      place = last;
      stop = last;
    } else {
      place = first;
      long after = last < length ? separator.lineStart(text, last, length) : -1;
      stop = after < 0 ? length : after;
    }
  }

  /** Moves to the next line, or returns false if there is none. */
  boolean next() {
    if (place >= stop) {
      return false;
    }
    start = place;
    if (!isInWindow(start) || !stepInWindow()) {
      if (!fill(start) || !stepInWindow()) {
        end = separator.find(text, start, stop);
        place = end < stop ? separator.after(text, end, stop) : stop;
      }
    }
    if (start == 0) {
      skipByteOrderMark();
    }
    return true;
  }

  private boolean isInWindow(long offset) {
    return offset >= windowStart && offset < windowStart + windowLength;
  }

  /** Moves over the line at {@code start}, or returns false if the window lacks its end. */
  private boolean stepInWindow() {
    int from = (int) (start - windowStart);
    boolean isEnd = windowStart + windowLength == stop;
    int at = separator.find(window, from, windowLength);
    if (at < 0) {
      end = stop;
      place = stop;
      return isEnd;
    }
    int after = separator.after(window, at, windowLength, isEnd);
    end = windowStart + at;
    place = windowStart + after;
    return after >= 0;
  }

  /** Copies a window that begins at an offset; returns false if there is one already. */
  private boolean fill(long offset) {
    if (windowLength > 0 && windowStart == offset) {
      return false;
    }
    int length = (int) Math.min(windowSize, stop - offset);
    // Rows may still refer to the last window's bytes.
    byte[] fresh = new byte[length];
    text.copyTo(offset, fresh);
    window = fresh;
    windowStart = offset;
    windowLength = length;
    return true;
  }

  /** Skips a UTF-8 byte order mark at the start of the file, as Spark's text source does. */
  private void skipByteOrderMark() {
    boolean marked =
        end - start >= 3
            && text.get(start) == 0xEF
            && text.get(start + 1) == 0xBB
            && text.get(start + 2) == 0xBF;
    if (marked) {
      start += 3;
    }
  }

  /** {@return the offset of the line's first byte in the file} */
  long offset() {
    return start;
  }

  /** {@return the number of bytes in the line, without its separator} */
  long length() {
    return end - start;
  }

  /** {@return an array that has the line's bytes from {@link #index} on} */
  byte[] array() {
    if (start >= windowStart && end <= windowStart + windowLength) {
      return window;
    }
    return copy();
  }

  /** {@return the index of the line's first byte in the last {@link #array}} */
  int index() {
    return (int) (start - windowStart);
  }

  /** Makes a long line the window. */
  private byte[] copy() {
    if (length() > LONGEST) {
      throw new IllegalStateException(
          "the line at "
              + start
              + " has "
              + length()
              + " bytes; Spark's limit for a value is 2 GiB");
    }
    byte[] fresh = new byte[(int) length()];
    text.copyTo(start, fresh);
    window = fresh;
    windowStart = start;
    windowLength = fresh.length;
    return window;
  }
}
