package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;

/** Lines end with a line feed, a carriage return, or both in this order. */
final class AnyNewline extends Separator {
  private static final long serialVersionUID = 1;

  private static final Finder BOTH = Finder.of(new byte[] {'\r', '\n'});

  /** The first step when looking for either byte; the steps grow until one is found. */
  private static final long NEAR = 512;

  private static final long FAR = 16 << 20;

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
  static boolean hasReturn(TextBytes text, long from, long to) {
    return text.find(TextBytes.RETURN, from, to) >= 0;
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
  int after(byte[] bytes, int at, int to) {
    boolean both = bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n';
    return both ? at + 2 : at + 1;
  }

  @Override
  long find(TextBytes text, long from, long to) {
    long step = NEAR;
    for (long at = from; at < to; at += step, step = Math.min(2 * step, FAR)) {
      long end = Math.min(to, at + step);
      long feed = text.find(TextBytes.FEED, at, end);
      long before = text.find(TextBytes.RETURN, at, feed < 0 ? end : feed);
      long found = before < 0 ? feed : before;
      if (found >= 0) {
        return found;
      }
    }
    return to;
  }

  @Override
  long after(TextBytes text, long at, long to) {
    boolean both = text.get(at) == '\r' && at + 1 < to && text.get(at + 1) == '\n';
    return both ? at + 2 : at + 1;
  }

  @Override
  long lineStart(TextBytes text, long from, long to) {
    if (from == 0) {
      return to > 0 ? 0 : -1;
    }
    // The separator may begin up to two bytes before its line.
    long at = text.get(from - 1) == '\n' ? from - 1 : find(text, from - 1, to);
    if (at >= to) {
      return -1;
    }
    long start = after(text, at, text.end());
    return start < to ? start : -1;
  }

  @Override
  int longest() {
    return 2;
  }

  @Override
  long lastEnd(TextBytes text, long from, long to) {
    // A line feed may follow a carriage return.
    long known = from < to && text.get(to - 1) == '\r' ? to - 1 : to;
    return from < known ? lineStartBefore(text, from, known) : from;
  }

  @Override
  long lineStartBefore(TextBytes text, long low, long at) {
    long last = text.lastNewline(low, at);
    return last < 0 ? low : last + 1;
  }

  @Override
  long count(TextBytes text, long from, long to) {
    long count = text.count(TextBytes.FEED, from, to);
    if (hasReturn(text, from, to)) {
      count += text.count(TextBytes.RETURN, from, to) - text.count(BOTH, from, to);
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
