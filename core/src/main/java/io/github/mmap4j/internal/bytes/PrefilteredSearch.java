package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Finds candidates with a kernel and compares the needle at each of them. If the comparisons cost
 * too much, as with a periodic needle in a periodic text, {@link TwoWay} searches the rest.
 */
final class PrefilteredSearch {
  private static final long ABSENT = -1;

  /** The number of positions that are searched first, without any preparation. */
  private static final int NEAR = 4 * Kernel.BLOCK;

  /** The number of bytes that may be compared in vain for each position passed. */
  private static final int WASTE = 4;

  /** The number of bytes that may be compared in vain in addition to that, per search. */
  private static final int WASTE_ONCE = 1 << 14;

  /**
   * The result of counting in a part.
   *
   * @param overshoot the number of positions in the next part that the last occurrence covers
   */
  record Count(long occurrences, long overshoot) {
    /**
     * Creates a count for a part with this last position, where the next occurrence may begin at
     * {@code free}.
     */
    static Count of(long occurrences, long free, long last) {
      return new Count(occurrences, Math.max(0, free - last - 1));
    }
  }

  private PrefilteredSearch() {}

  /** Returns the first occurrence in the given direction within {@code [from, to)}, or -1. */
  static long find(
      Direction direction, Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    Remaining remaining = new Remaining(direction, from, to - more);
    if (remaining.size() > NEAR && ShortSearch.suits(needle, 0, NEAR + more)) {
      long begin = remaining.take(NEAR);
      long found = ShortSearch.find(direction, text, needle, begin, begin + NEAR + more);
      if (found != ABSENT) {
        return found;
      }
    }
    return find(kernel, text, needle, remaining, false);
  }

  /** Works like {@link #find}, but expects the occurrence to be far away. */
  static long findFar(
      Direction direction, Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    Remaining remaining = new Remaining(direction, from, to - needle.length() + 1);
    return find(kernel, text, needle, remaining, true);
  }

  private static long find(
      Kernel kernel, MemorySegment text, Needle needle, Remaining remaining, boolean isFar) {
    int length = needle.length();
    Direction direction = remaining.direction();
    long low = remaining.low();
    long last = remaining.size() - 1;
    long to = low + last + length;
    long wasted = 0;
    Candidates candidates = new Candidates(kernel, text, needle.rareBytes(), remaining, isFar);
    while (candidates.next()) {
      int blocks = candidates.blocks();
      for (int i = 0; i < blocks; i++) {
        int block = direction.index(i, blocks - 1);
        long mask = candidates.block(block);
        while (mask != 0) {
          int bit = direction.firstBit(mask);
          long p = candidates.base() + block * Kernel.BLOCK + bit;
          int equal = needle.equalBytes(text, p, to);
          if (equal == length) {
            return p;
          }
          mask &= ~(1L << bit);
          wasted += equal;
          if (wasted > WASTE * direction.index(p - low, last) + WASTE_ONCE) {
            TwoWay rest = new TwoWay(needle, direction);
            return direction == Direction.FORWARD
                ? rest.find(text, p + 1, to)
                : rest.find(text, low, p - 1 + length);
          }
        }
      }
    }
    return ABSENT;
  }

  /**
   * Counts the non-overlapping occurrences within {@code [from, to)}. The next part begins at
   * {@code to - length + 1}.
   */
  static Count count(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    int length = needle.length();
    if (length == 1) {
      return new Count(countByte(text, needle.byteAt(0), from, to), 0);
    }
    long last = to - length;
    Remaining remaining = new Remaining(Direction.FORWARD, from, last + 1);
    Candidates candidates = new Candidates(kernel, text, needle.rareBytes(), remaining, true);
    if (length <= needle.rareBytes().count() && !needle.overlapsItself()) {
      return countCandidates(candidates, needle, from, last);
    }
    long count = 0;
    long free = from; // where the next occurrence may begin
    long wasted = 0;
    while (candidates.next()) {
      long base = candidates.base();
      int blocks = candidates.blocks();
      for (int block = 0; block < blocks; block++) {
        for (long mask = candidates.block(block); mask != 0; mask &= mask - 1) {
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
    return Count.of(count, free, last);
  }

  /** Counts the occurrences if each candidate is one and none overlaps another. */
  private static Count countCandidates(Candidates candidates, Needle needle, long from, long last) {
    long count = 0;
    long latest = from - needle.length();
    while (candidates.next()) {
      int blocks = candidates.blocks();
      for (int block = 0; block < blocks; block++) {
        long mask = candidates.block(block);
        count += Long.bitCount(mask);
        if (mask != 0) {
          latest = candidates.base() + block * Kernel.BLOCK + Direction.BACKWARD.firstBit(mask);
        }
      }
    }
    return Count.of(count, latest + needle.length(), last);
  }

  private static Count countTwoWay(
      MemorySegment text, Needle needle, long from, long to, long counted, long freeFrom) {
    TwoWay rest = new TwoWay(needle, Direction.FORWARD);
    long count = counted;
    long free = freeFrom;
    long at = rest.find(text, Math.max(from, free), to);
    while (at != ABSENT) {
      count++;
      free = at + needle.length();
      at = rest.find(text, free, to);
    }
    return Count.of(count, free, to - needle.length());
  }

  private static long countByte(MemorySegment text, byte value, long from, long to) {
    long count = 0;
    long p = from;
    RareBytes rareBytes = RareBytes.of(value);
    for (; to - p >= Kernel.SPAN; p += Kernel.SPAN) {
      count += ScalarKernel.count(text, p, value);
    }
    while (p < to) {
      int width = (int) Math.min(to - p, Kernel.BLOCK);
      count += Long.bitCount(ScalarKernel.mask(text, p, width, rareBytes));
      p += width;
    }
    return count;
  }
}
