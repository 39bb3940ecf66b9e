package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Crochemore and Perrin's two-way search (Journal of the ACM 38, 1991). The search makes at most
 * two comparisons per byte, for any needle and text. On ordinary text, two-way search is slower
 * than the kernels, so it is used only after too many comparisons at candidates have failed.
 *
 * <p>The needle is divided into two parts. The right part is compared from left to right, then the
 * left part from right to left. After a mismatch in the right part, the needle moves by one more
 * than the number of matching bytes in that part. After a mismatch in the left part, the needle
 * moves by its period or by a lower bound on its period. A backward search works in the same way,
 * but reads the needle and the text from the end.
 */
final class TwoWay {
  private final Needle needle;
  private final Direction direction;

  /** The index of the last byte of the left part, or -1 if that part is empty. */
  private final int cut;

  private final int period;

  /**
   * Whether {@link #period} is the period of the entire needle. If so, the search remembers
   * matching bytes after a move.
   */
  private final boolean periodic;

  /**
   * The maximal suffix of the needle if bytes are ordered in ascending or in descending order.
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
    int known = -1; // the last index of the prefix that is known to match
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
