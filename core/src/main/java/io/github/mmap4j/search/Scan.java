package io.github.mmap4j.search;

import java.lang.foreign.MemorySegment;

/**
 * Searching with a kernel: whole spans are asked whether they hold a candidate, those that do are
 * looked at in blocks, and each candidate is compared with the needle. If too much has been
 * compared for nothing, as with a periodic needle in a periodic text, {@link TwoWay} does the rest.
 */
final class Scan {
  private static final long ABSENT = -1;

  /**
   * Blocks to look at before a span is asked: an occurrence nearby is found sooner so, and it costs
   * a long search nothing.
   */
  private static final int BLOCKS_FIRST = 4;

  private static final int BLOCKS_OF_A_SPAN = Kernel.SPAN / Kernel.BLOCK;

  /** Candidates in a span from which on asking a span is of no use for a while. */
  private static final int DENSE = 8;

  /** Bytes that may be compared for nothing, for each position passed and once. */
  private static final int WASTE = 4;

  private static final int WASTE_ONCE = 1 << 14;

  private Scan() {}

  /** The first occurrence that lies within {@code [from, to)}, or -1. */
  static long first(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return scan(kernel, text, needle, from, to, true);
  }

  /** The last occurrence that lies within {@code [from, to)}, or -1. */
  static long last(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return scan(kernel, text, needle, from, to, false);
  }

  private static long scan(
      Kernel kernel, MemorySegment text, Needle needle, long from, long to, boolean forward) {
    Probe probe = needle.probe();
    int length = needle.length();
    long low = from; // the positions not looked at yet are low to high
    long high = to - length;
    long wasted = 0;
    int blocks = BLOCKS_FIRST; // to look at before the next question
    int candidates = 0;
    while (low <= high) {
      long room = high - low + 1;
      if (blocks <= 0 && room >= Kernel.SPAN) {
        if (!kernel.any(text, forward ? low : high - Kernel.SPAN + 1, probe)) {
          if (forward) {
            low += Kernel.SPAN;
          } else {
            high -= Kernel.SPAN;
          }
          continue;
        }
        blocks = candidates < DENSE ? BLOCKS_OF_A_SPAN : DENSE * BLOCKS_OF_A_SPAN;
        candidates = 0;
      }
      blocks--;
      int width = room >= Kernel.BLOCK ? Kernel.BLOCK : (int) Math.min(room, Long.BYTES);
      long p = forward ? low : high - width + 1;
      long mask = mask(kernel, text, p, width, probe);
      while (mask != 0) {
        int bit = forward ? Long.numberOfTrailingZeros(mask) : 63 - Long.numberOfLeadingZeros(mask);
        int equal = needle.equalBytes(text, p + bit, to);
        if (equal == length) {
          return p + bit;
        }
        mask &= ~(1L << bit);
        candidates++;
        wasted += equal;
        long passed = forward ? p + bit - from : to - length - p - bit;
        if (wasted > WASTE * passed + WASTE_ONCE) {
          return forward
              ? new TwoWay(needle, false).find(text, p + bit + 1, to)
              : new TwoWay(needle, true).find(text, from, p + bit - 1 + length);
        }
      }
      if (forward) {
        low += width;
      } else {
        high -= width;
      }
    }
    return ABSENT;
  }

  /** The candidates among {@code width} positions: a block, or at most eight. */
  private static long mask(Kernel kernel, MemorySegment text, long p, int width, Probe probe) {
    if (width == Kernel.BLOCK) {
      return kernel.mask(text, p, probe);
    }
    if (width == Long.BYTES) {
      return ScalarKernel.mask8(text, p, probe);
    }
    long mask = 0;
    for (int i = 0; i < width; i++) {
      if (ScalarKernel.isCandidate(text, p + i, probe)) {
        mask |= 1L << i;
      }
    }
    return mask;
  }

  /**
   * How many occurrences lie within {@code [from, to)}, which is no longer than a part and the
   * needle, each behind the end of the one before: in the high half. In the low half, by how much
   * the last of them passes the place where another part would begin, {@code to - length + 1}.
   */
  static long count(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    int length = needle.length();
    if (length == 1) {
      return countByte(kernel, text, needle.byteAt(0), from, to) << 32;
    }
    Probe probe = needle.probe();
    long last = to - length;
    long count = 0;
    long free = from; // where the next occurrence may begin
    long wasted = 0;
    int blocks = BLOCKS_FIRST;
    int candidates = 0;
    for (long p = from; p <= last; ) {
      long room = last - p + 1;
      if (blocks <= 0 && room >= Kernel.SPAN) {
        if (!kernel.any(text, p, probe)) {
          p += Kernel.SPAN;
          continue;
        }
        blocks = candidates < DENSE ? BLOCKS_OF_A_SPAN : DENSE * BLOCKS_OF_A_SPAN;
        candidates = 0;
      }
      blocks--;
      int width = room >= Kernel.BLOCK ? Kernel.BLOCK : (int) Math.min(room, Long.BYTES);
      long mask = mask(kernel, text, p, width, probe);
      while (mask != 0) {
        long at = p + Long.numberOfTrailingZeros(mask);
        mask &= mask - 1;
        candidates++;
        if (at >= free) {
          int equal = needle.equalBytes(text, at, to);
          if (equal == length) {
            count++;
            free = at + length;
          } else {
            wasted += equal;
            if (wasted > WASTE * (at - from) + WASTE_ONCE) {
              return countTwoWay(text, needle, at + 1, to, count, free);
            }
          }
        }
      }
      p += width;
    }
    return packed(count, free, last);
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

  private static long countByte(Kernel kernel, MemorySegment text, byte value, long from, long to) {
    long count = 0;
    long p = from;
    for (; to - p >= Kernel.SPAN; p += Kernel.SPAN) {
      count += kernel.countSpan(text, p, value);
    }
    Probe probe = Probe.of(value);
    while (p < to) {
      long room = to - p;
      int width = room >= Kernel.BLOCK ? Kernel.BLOCK : (int) Math.min(room, Long.BYTES);
      count += Long.bitCount(mask(kernel, text, p, width, probe));
      p += width;
    }
    return count;
  }
}
