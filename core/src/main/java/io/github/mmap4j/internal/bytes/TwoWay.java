package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Crochemore and Perrin's two-way search (Journal of the ACM 38, 1991): no more than two
 * comparisons a byte, whatever needle and text are. Slower than the kernels on ordinary text, so it
 * takes over where these have compared too much for nothing.
 *
 * <p>The needle is cut in two; its right part is compared left to right, then its left part right
 * to left. Where the right part differs, the needle moves on by what was equal; where the left part
 * does, by the needle's period. Searching from the end is the same with both sequences mirrored.
 */
final class TwoWay {
  private final Needle needle;
  private final boolean mirrored;

  /** The index in the needle before which it is cut, less one. */
  private final int cut;

  private final int period;

  /**
   * Whether {@link #period} is the whole needle's, so that what is known equal can be remembered.
   */
  private final boolean periodic;

  TwoWay(Needle needle, boolean mirrored) {
    this.needle = needle;
    this.mirrored = mirrored;
    long ascending = maximalSuffix(false);
    long descending = maximalSuffix(true);
    long greater = (int) ascending > (int) descending ? ascending : descending;
    this.cut = (int) greater;
    int candidate = (int) (greater >>> 32);
    this.periodic = hasPeriod(candidate);
    this.period = periodic ? candidate : Math.max(cut + 1, needle.length() - cut - 1) + 1;
  }

  private byte at(int i) {
    return needle.byteAt(mirrored ? needle.length() - 1 - i : i);
  }

  /** Where the greatest suffix begins, less one, in the low half; its period in the high half. */
  private long maximalSuffix(boolean descending) {
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
    return (long) p << 32 | start & 0xffffffffL;
  }

  private boolean hasPeriod(int candidate) {
    for (int i = 0; i <= cut; i++) {
      if (i + candidate >= needle.length() || at(i) != at(i + candidate)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The occurrence nearest to the end that the search begins at, within {@code [from, to)}; or -1.
   */
  long find(MemorySegment text, long from, long to) {
    int length = needle.length();
    long span = to - from;
    int known = -1; // the needle's bytes up to here are known to be equal
    long j = 0;
    while (j <= span - length) {
      int i = Math.max(cut, known) + 1;
      while (i < length && at(i) == text.get(JAVA_BYTE, place(from, to, i + j))) {
        i++;
      }
      if (i < length) {
        j += i - cut;
        known = -1;
        continue;
      }
      i = cut;
      while (i > known && at(i) == text.get(JAVA_BYTE, place(from, to, i + j))) {
        i--;
      }
      if (i <= known) {
        return mirrored ? to - j - length : from + j;
      }
      j += period;
      known = periodic ? length - period - 1 : -1;
    }
    return -1;
  }

  private long place(long from, long to, long i) {
    return mirrored ? to - 1 - i : from + i;
  }
}
