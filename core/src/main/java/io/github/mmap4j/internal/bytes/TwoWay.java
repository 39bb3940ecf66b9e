package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Crochemore and Perrin's two-way search (Journal of the ACM 38, 1991). It makes at most two
 * comparisons per byte, whatever the needle and the text. It is slower than the kernels on ordinary
 * text, so it takes over only when too many comparisons at their candidates were in vain.
 *
 * <p>The needle is cut in two. The right part is compared from left to right, then the left part
 * from right to left. After a mismatch in the right part, the needle moves by one more than the
 * number of bytes equal in that part; after a mismatch in the left part, it moves by its period or
 * by a lower bound of it. A backward search works the same way with the needle and the text both
 * read from the end.
 */
final class TwoWay {
  private final Needle needle;
  private final Direction direction;

  /** The index of the last byte of the left part, or -1 if that part is empty. */
  private final int cut;

  private final int period;

  /**
   * Whether {@link #period} is the period of the whole needle, so that equal bytes can be
   * remembered.
   */
  private final boolean periodic;

  /**
   * The greatest suffix of the needle in one of the two orders of bytes.
   *
   * @param start the index before the first byte of the suffix
   */
  private record Suffix(int start, int period) {}

  TwoWay(Needle needle, Direction direction) {
    this.needle = needle;
    this.direction = direction;
    Suffix ascending = maximalSuffix(false);
    Suffix descending = maximalSuffix(true);
    Suffix shorter = ascending.start > descending.start ? ascending : descending;
    this.cut = shorter.start;
    this.periodic = hasPeriod(shorter.period);
    this.period = periodic ? shorter.period : Math.max(cut + 1, needle.length() - cut - 1) + 1;
  }

  private byte at(int i) {
    return needle.byteAt(direction.index(i, needle.length() - 1));
  }

  private Suffix maximalSuffix(boolean descending) {
    int length = needle.length();
    int start = -1;
    int j = 0;
    int k = 1;
    int p = 1;
    while (j + k < length) {
      int order = Byte.compare(at(j + k), at(start + k));
      if (order == 0) {
        if (k == p) {
          j += p;
          k = 1;
        } else {
          k++;
        }
      } else if (order < 0 != descending) {
        j += k;
        k = 1;
        p = j - start;
      } else {
        start = j;
        j = start + 1;
        k = 1;
        p = 1;
      }
    }
    return new Suffix(start, p);
  }

  private boolean hasPeriod(int candidate) {
    for (int i = 0; i <= cut; i++) {
      if (i + candidate >= needle.length() || at(i) != at(i + candidate)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first occurrence in the search's direction within {@code [from, to)}, or -1. */
  long find(MemorySegment text, long from, long to) {
    int length = needle.length();
    long lastByte = to - from - 1;
    long last = to - from - length;
    int known = -1; // the needle's bytes up to here are known to be equal
    long j = 0;
    while (j <= last) {
      int i = Math.max(cut, known) + 1;
      while (i < length && at(i) == text.get(JAVA_BYTE, from + direction.index(i + j, lastByte))) {
        i++;
      }
      if (i < length) {
        j += i - cut;
        known = -1;
        continue;
      }
      i = cut;
      while (i > known && at(i) == text.get(JAVA_BYTE, from + direction.index(i + j, lastByte))) {
        i--;
      }
      if (i <= known) {
        return from + direction.index(j, last);
      }
      j += period;
      known = periodic ? length - period - 1 : -1;
    }
    return -1;
  }
}
