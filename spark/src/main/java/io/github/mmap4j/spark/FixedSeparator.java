package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;
import java.util.Arrays;

/** Lines end with a given sequence of bytes. */
final class FixedSeparator extends Separator {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private transient Finder finder;

  FixedSeparator(byte[] bytes) {
    this.bytes = bytes;
  }

  private Finder finder() {
    if (finder == null) {
      finder = Finder.of(bytes);
    }
    return finder;
  }

  /**
   * Returns whether occurrences can't overlap. If "aa" separates lines, it depends on everything
   * before "aaa" which two of its bytes are the separator.
   */
  @Override
  boolean canBeFoundAnywhere() {
    for (int length = 1; length < bytes.length; length++) {
      if (Arrays.equals(bytes, 0, length, bytes, bytes.length - length, bytes.length)) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean endsAtFeeds() {
    return bytes.length == 1 && bytes[0] == '\n';
  }

  @Override
  boolean endsAtReturns() {
    return false;
  }

  @Override
  boolean fitsInLine(byte[] other) {
    return find(other, 0, other.length) < 0;
  }

  @Override
  int find(byte[] text, int from, int to) {
    int last = to - bytes.length + 1;
    int at = ByteScan.indexOf(text, from, last, bytes[0]);
    while (at >= 0 && !Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length)) {
      at = ByteScan.indexOf(text, at + 1, last, bytes[0]);
    }
    return at;
  }

  @Override
  int after(byte[] text, int at, int to) {
    return at + bytes.length;
  }

  @Override
  long find(TextBytes text, long from, long to) {
    long found = text.find(finder(), from, to);
    return found < 0 ? to : found;
  }

  @Override
  long after(TextBytes text, long at, long to) {
    return at + bytes.length;
  }

  @Override
  long lineStart(TextBytes text, long from, long to) {
    if (from == 0) {
      return to > 0 ? 0 : -1;
    }
    long found = text.find(finder(), Math.max(text.start(), from - bytes.length), to);
    return found < 0 || found + bytes.length >= to ? -1 : found + bytes.length;
  }

  @Override
  int longest() {
    return bytes.length;
  }

  @Override
  long lastEnd(TextBytes text, long from, long to) {
    if (canBeFoundAnywhere()) {
      return lineStartBefore(text, from, to);
    }
    long end = from;
    for (long at = find(text, from, to); at < to; at = find(text, end, to)) {
      end = at + bytes.length;
    }
    return end;
  }

  @Override
  long lineStartBefore(TextBytes text, long low, long at) {
    long found = text.rfind(finder(), low, at);
    return found < 0 ? low : found + bytes.length;
  }

  @Override
  long count(TextBytes text, long from, long to) {
    long count = text.count(finder(), from, to);
    return from < to && !isEndedAt(text, from, to) ? count + 1 : count;
  }

  /** Returns whether a separator ends at {@code to}. */
  private boolean isEndedAt(TextBytes text, long from, long to) {
    long last = to - bytes.length;
    if (last < from || text.find(finder(), last, to) < 0) {
      return false;
    }
    return canBeFoundAnywhere() || lastEnd(text, from, to) == to;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedSeparator separator && Arrays.equals(bytes, separator.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
