package io.github.mmap4j.spark;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Finder;

/** Lines end with a line feed, a carriage return, or both in this order. */
final class AnyNewline extends Separator {
  private static final long serialVersionUID = 1;

  private static final Finder FEED = Finder.of(new byte[] {'\n'});
  private static final Finder RETURN = Finder.of(new byte[] {'\r'});
  private static final Finder BOTH = Finder.of(new byte[] {'\r', '\n'});

  /** The first step when looking for either byte; the steps grow until one is found. */
  private static final long NEAR = 512;

  private static final long FAR = 16 << 20;

  /**
   * The bytes to count at a time: they stay in the cache while they are searched again, and are
   * enough for searches to skip holes of the file.
   */
  private static final long BLOCK = 1 << 20;

  @Override
  boolean canBeFoundAnywhere() {
    return true;
  }

  @Override
  boolean endsAtFeeds() {
    return true;
  }

  @Override
  boolean endsAtReturns() {
    return true;
  }

  /** Returns whether a carriage return is in the range. */
  static boolean hasReturn(Mmap text, long from, long to) {
    return text.find(RETURN, from, to) >= 0;
  }

  @Override
  boolean fitsInLine(byte[] bytes) {
    return find(bytes, 0, bytes.length) < 0;
  }

  @Override
  int find(byte[] bytes, int from, int to) {
    return ByteScan.indexOf(bytes, from, to, (byte) '\n', (byte) '\r');
  }

  @Override
  int after(byte[] bytes, int at, int to, boolean isEnd) {
    if (bytes[at] == '\n') {
      return at + 1;
    }
    if (at + 1 == to) {
      return isEnd ? to : -1;
    }
    return bytes[at + 1] == '\n' ? at + 2 : at + 1;
  }

  @Override
  long find(Mmap text, long from, long to) {
    long step = NEAR;
    for (long at = from; at < to; at += step, step = Math.min(2 * step, FAR)) {
      long end = Math.min(to, at + step);
      long feed = text.find(FEED, at, end);
      long before = text.find(RETURN, at, feed < 0 ? end : feed);
      long found = before < 0 ? feed : before;
      if (found >= 0) {
        return found;
      }
    }
    return to;
  }

  @Override
  long after(Mmap text, long at, long to) {
    boolean both = text.get(at) == '\r' && at + 1 < to && text.get(at + 1) == '\n';
    return both ? at + 2 : at + 1;
  }

  @Override
  long lineStart(Mmap text, long from, long to) {
    if (from == 0) {
      return to > 0 ? 0 : -1;
    }
    // The separator may begin up to two bytes before its line.
    long at = text.get(from - 1) == '\n' ? from - 1 : find(text, from - 1, to);
    if (at >= to) {
      return -1;
    }
    long start = after(text, at, text.length());
    return start < to ? start : -1;
  }

  @Override
  long lineStartBefore(Mmap text, long low, long at) {
    long feed = text.rfind(FEED, low, at);
    long start = feed < 0 ? low : feed + 1;
    long after = text.rfind(RETURN, start, at);
    return after < 0 ? start : after + 1;
  }

  @Override
  long count(Mmap text, long from, long to) {
    long count = 0;
    long at = from;
    while (at < to) {
      long end = Math.min(to, at + BLOCK);
      count += text.count(FEED, at, end);
      if (hasReturn(text, at, end)) {
        count += text.count(RETURN, at, end) - text.count(BOTH, at, Math.min(to, end + 1));
      }
      at = end;
    }
    return from < to && !endsLine(text.get(to - 1)) ? count + 1 : count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnyNewline;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  private static boolean endsLine(int last) {
    return last == '\n' || last == '\r';
  }
}
