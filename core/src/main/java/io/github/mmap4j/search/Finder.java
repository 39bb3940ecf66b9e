package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * A sequence of bytes to look for, prepared once. Immutable, safe for any thread.
 *
 * <p>Ranges are {@code [from, to)} with {@code 0 <= from}, {@code to <= text.byteSize()}; a range
 * with {@code from > to} holds nothing, not even the empty sequence. An occurrence lies wholly
 * inside.
 */
public final class Finder {
  private static final long ABSENT = -1;

  private final byte[] needle;

  private Finder(byte[] needle) {
    this.needle = needle;
  }

  /** Looks for a copy of {@code needle}, which may be empty. */
  public static Finder of(MemorySegment needle) {
    return new Finder(needle.toArray(JAVA_BYTE));
  }

  /** The first occurrence's offset, or -1. The empty sequence is found at {@code from}. */
  public long find(MemorySegment text, long from, long to) {
    if (needle.length == 0) {
      return from <= to ? from : ABSENT;
    }
    long last = to - needle.length;
    byte first = needle[0];
    for (long at = from; at <= last; at++) {
      if (text.get(JAVA_BYTE, at) == first && matches(text, at)) {
        return at;
      }
    }
    return ABSENT;
  }

  /** The last occurrence's offset, or -1. The empty sequence is found at {@code to}. */
  public long rfind(MemorySegment text, long from, long to) {
    if (needle.length == 0) {
      return from <= to ? to : ABSENT;
    }
    byte first = needle[0];
    for (long at = to - needle.length; at >= from; at--) {
      if (text.get(JAVA_BYTE, at) == first && matches(text, at)) {
        return at;
      }
    }
    return ABSENT;
  }

  /** How many occurrences lie in the range without overlapping, counted from the left. */
  public long count(MemorySegment text, long from, long to) {
    if (needle.length == 0) {
      return from <= to ? to - from + 1 : 0;
    }
    long count = 0;
    long at = find(text, from, to);
    while (at != ABSENT) {
      count++;
      at = find(text, at + needle.length, to);
    }
    return count;
  }

  private boolean matches(MemorySegment text, long at) {
    for (int i = 1; i < needle.length; i++) {
      if (text.get(JAVA_BYTE, at + i) != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
