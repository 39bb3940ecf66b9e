package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Finds candidates with a kernel and compares the needle with the text at each candidate. If the
 * comparisons cost too much, as with a periodic needle in a periodic text, {@link TwoWay} searches
 * the rest of the range.
 */
final class PrefilteredSearch {
  private static final long ABSENT = -1;

  /** The number of positions that {@link ShortSearch} searches before a kernel is used. */
  private static final int NEAR = 4 * Kernel.BLOCK;

  /** The number of bytes that failed comparisons may compare for each position passed. */
  private static final int WASTE = 4;

  /**
   * The number of bytes that failed comparisons may compare in each search, in addition to {@link
   * #WASTE} for each position.
   */
  private static final int WASTE_ONCE = 1 << 14;

  /**
   * The result of counting occurrences in a part.
   *
   * @param overshoot the number of positions in the next part that the last occurrence covers
   */
  record Count(long occurrences, long overshoot) {
    /**
     * Creates the result for a part whose last position is {@code last}. The next occurrence may
     * begin at {@code free} or later.
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
    Candidates candidates = new Candidates(kernel, text, needle, remaining, isFar);
    while (candidates.next()) {
      CandidateRun run = candidates.run();
      for (int i = 0; i < Kernel.BLOCKS; i++) {
        int block = candidates.index(direction.index(i, Kernel.BLOCKS - 1));
        long base = candidates.base(block);
        long mask = run.blocks[block];
        while (mask != 0) {
          int bit = direction.firstBit(mask);
          long p = base + bit;
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
    long last = to - length;
    Remaining remaining = new Remaining(Direction.FORWARD, from, last + 1);
    Candidates candidates = new Candidates(kernel, text, needle, remaining, true);
    if (length <= Long.BYTES && !needle.overlapsItself()) {
      return candidates.areOccurrences()
          ? countCandidates(candidates, length, from, last)
          : countWords(candidates, text, needle, from, to);
    }
    long count = 0;
    long free = from; // the lowest possible position of the next occurrence
    long wasted = 0;
    while (candidates.next()) {
      CandidateRun run = candidates.run();
      for (int i = 0; i < Kernel.BLOCKS; i++) {
        int block = candidates.index(i);
        long base = candidates.base(block);
        for (long mask = run.blocks[block]; mask != 0; mask &= mask - 1) {
          long p = base + Long.numberOfTrailingZeros(mask);
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

  /**
   * Counts the candidates, each of which must be an occurrence that overlaps no other occurrence.
   */
  private static Count countCandidates(Candidates candidates, int length, long from, long last) {
    long count = 0;
    long latest = from - length;
    while (candidates.nextRun()) {
      count += candidates.run().candidates();
      latest = candidates.lastOr(latest);
    }
    return Count.of(count, latest + length, last);
  }

  /** Counts the occurrences of a needle that fits in a word and cannot overlap itself. */
  private static Count countWords(
      Candidates candidates, MemorySegment text, Needle needle, long from, long to) {
    int length = needle.length();
    long count = 0;
    long latest = from - length;
    while (candidates.nextRun()) {
      count += candidates.keepOccurrences(needle, to);
      latest = candidates.lastOr(latest);
    }
    return Count.of(count, latest + length, to - length);
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

  /** Counts the bytes in {@code [from, to)}, less than 2 GiB, that equal {@code value}. */
  static int countByte(Kernel kernel, MemorySegment text, byte value, long from, long to) {
    int units = (int) ((to - from) / kernel.unit());
    long rest = from + (long) units * kernel.unit();
    return kernel.count(text, from, units, value)
        + ScalarKernel.countShort(text, rest, to - rest, value);
  }
}
