package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Searching with a kernel: each candidate is compared with the needle. If too much has been
 * compared for nothing, as with a periodic needle in a periodic text, {@link TwoWay} does the rest.
 */
final class PrefilteredSearch {
  private static final long ABSENT = -1;

  /** Positions at the beginning that are looked at without preparing for more. */
  private static final int NEAR = 4 * Kernel.BLOCK;

  /** Bytes that may be compared for nothing, for each position passed and once. */
  private static final int WASTE = 4;

  private static final int WASTE_ONCE = 1 << 14;

  private PrefilteredSearch() {}

  /** The first occurrence that lies within {@code [from, to)}, or -1. */
  static long first(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return scan(kernel, text, needle, from, to, true);
  }

  /** As {@link #first}, where the occurrence is thought to be far away. */
  static long firstFar(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return far(kernel, text, needle, from, to - needle.length(), true, true);
  }

  /** The last occurrence that lies within {@code [from, to)}, or -1. */
  static long last(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return scan(kernel, text, needle, from, to, false);
  }

  /** As {@link #last}, where the occurrence is thought to be far away. */
  static long lastFar(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return far(kernel, text, needle, from, to - needle.length(), false, true);
  }

  private static long scan(
      Kernel kernel, MemorySegment text, Needle needle, long from, long to, boolean forward) {
    long low = from;
    long high = to - needle.length();
    int length = needle.length();
    if (to - from > NEAR + length && ShortSearch.suits(needle, from, from + NEAR + length)) {
      long found =
          forward
              ? ShortSearch.first(text, needle, from, from + NEAR + length - 1)
              : ShortSearch.last(text, needle, to - NEAR - length + 1, to);
      if (found != ABSENT) {
        return found;
      }
      low += forward ? NEAR : 0;
      high -= forward ? 0 : NEAR;
    }
    return low > high ? ABSENT : far(kernel, text, needle, low, high, forward, false);
  }

  private static int nearest(long mask, boolean forward) {
    return forward ? Long.numberOfTrailingZeros(mask) : 63 - Long.numberOfLeadingZeros(mask);
  }

  private static long far(
      Kernel kernel,
      MemorySegment text,
      Needle needle,
      long low,
      long high,
      boolean forward,
      boolean patient) {
    int length = needle.length();
    long to = high + length;
    long wasted = 0;
    Candidates candidates =
        new Candidates(kernel, text, needle.probe(), low, high, forward, patient);
    while (candidates.next()) {
      int blocks = candidates.blocks();
      for (int i = 0; i < blocks; i++) {
        int block = forward ? i : blocks - 1 - i;
        long mask = candidates.mask(block);
        while (mask != 0) {
          int bit = nearest(mask, forward);
          long p = candidates.base() + block * Kernel.BLOCK + bit;
          int equal = needle.equalBytes(text, p, to);
          if (equal == length) {
            return p;
          }
          mask &= ~(1L << bit);
          wasted += equal;
          if (wasted > WASTE * (forward ? p - low : high - p) + WASTE_ONCE) {
            return forward
                ? new TwoWay(needle, false).find(text, p + 1, to)
                : new TwoWay(needle, true).find(text, low, p - 1 + length);
          }
        }
      }
    }
    return ABSENT;
  }

  /**
   * How many occurrences lie within {@code [from, to)}, which is no longer than a part and the
   * needle, each behind the end of the one before: in the high half. In the low half, by how much
   * the last of them passes the place where another part would begin, {@code to - length + 1}.
   */
  static long count(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    int length = needle.length();
    if (length == 1) {
      return countByte(text, needle.byteAt(0), from, to) << 32;
    }
    long last = to - length;
    if (length <= needle.probe().count() && !needle.overlapsItself()) {
      return countCandidates(kernel, text, needle, from, last);
    }
    long count = 0;
    long free = from; // where the next occurrence may begin
    long wasted = 0;
    Candidates candidates = new Candidates(kernel, text, needle.probe(), from, last, true, true);
    while (candidates.next()) {
      long base = candidates.base();
      int blocks = candidates.blocks();
      for (int block = 0; block < blocks; block++) {
        for (long mask = candidates.mask(block); mask != 0; mask &= mask - 1) {
          long p = base + block * Kernel.BLOCK + Long.numberOfTrailingZeros(mask);
          if (p < free) {
            continue;
          }
          int equal = needle.equalBytes(text, p, to);
          if (equal == length) {
            count++;
            free = p + length;
            continue;
          }
          wasted += equal;
          if (wasted > WASTE * (p - from) + WASTE_ONCE) {
            return countTwoWay(text, needle, p + 1, to, count, free);
          }
        }
      }
    }
    return packed(count, free, last);
  }

  /** Where each candidate is an occurrence, and none overlaps another. */
  private static long countCandidates(
      Kernel kernel, MemorySegment text, Needle needle, long from, long last) {
    long count = 0;
    long latest = from - needle.length();
    Candidates candidates = new Candidates(kernel, text, needle.probe(), from, last, true, true);
    while (candidates.next()) {
      int blocks = candidates.blocks();
      for (int block = 0; block < blocks; block++) {
        long mask = candidates.mask(block);
        count += Long.bitCount(mask);
        if (mask != 0) {
          latest = candidates.base() + block * Kernel.BLOCK + nearest(mask, false);
        }
      }
    }
    return packed(count, latest + needle.length(), last);
  }

  private static long countTwoWay(
      MemorySegment text, Needle needle, long from, long to, long counted, long freeFrom) {
    TwoWay rest = new TwoWay(needle, false);
    long count = counted;
    long free = freeFrom;
    long at = rest.find(text, Math.max(from, free), to);
    while (at != ABSENT) {
      count++;
      free = at + needle.length();
      at = rest.find(text, free, to);
    }
    return packed(count, free, to - needle.length());
  }

  private static long packed(long count, long free, long last) {
    return count << 32 | Math.max(0, free - last - 1);
  }

  private static long countByte(MemorySegment text, byte value, long from, long to) {
    long count = 0;
    long p = from;
    RareBytes probe = RareBytes.of(value);
    for (; to - p >= Kernel.SPAN; p += Kernel.SPAN) {
      count += ScalarKernel.count(text, p, value);
    }
    while (p < to) {
      int width = (int) Math.min(to - p, Kernel.BLOCK);
      count += Long.bitCount(ScalarKernel.mask(text, p, width, probe));
      p += width;
    }
    return count;
  }
}
