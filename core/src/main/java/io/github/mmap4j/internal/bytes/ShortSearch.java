package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.HIGHS;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.nearZero;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Searches a short range for a needle by its rarest byte, without preparation or allocation. If the
 * number of positions is not a multiple of the block or word size, the last block or word overlaps
 * the preceding one.
 */
final class ShortSearch {
  private static final long ABSENT = -1;

  /**
   * The maximum length of a needle. Needles are limited so that a failed comparison at every
   * position does not take long.
   */
  private static final int LONGEST = 64;

  private ShortSearch() {}

  /** Returns whether the needle and {@code [from, to)} are short enough for this search. */
  static boolean suits(Needle needle, long from, long to) {
    return to - from <= Kernel.SPAN && needle.length() <= LONGEST;
  }

  /** Returns the first occurrence in the given direction within {@code [from, to)}, or -1. */
  static long find(Direction direction, MemorySegment text, Needle needle, long from, long to) {
    int positions = (int) (to - from) - needle.length() + 1;
    if (positions < Kernel.BLOCK) {
      return inWords(direction, text, needle, from, positions, to);
    }
    if (needle.rareBytes().areCommon()) {
      return inWords2(direction, text, needle, from, positions, to);
    }
    long sought = repeat(needle.rareBytes().first());
    long p = from + needle.rareBytes().at();
    int last = positions - Kernel.BLOCK;
    for (int done = 0; ; done = Math.min(done + Kernel.BLOCK, last)) {
      int i = direction.index(done, last);
      if (any(text, p + i, sought)) {
        long found = inWords(direction, text, needle, from + i, Kernel.BLOCK, to);
        if (found != ABSENT) {
          return found;
        }
      }
      if (done == last) {
        return ABSENT;
      }
    }
  }

  private static long inWords(
      Direction direction, MemorySegment text, Needle needle, long from, int positions, long to) {
    if (positions < Long.BYTES) {
      return oneByOne(direction, text, needle, from, positions, to);
    }
    long sought = repeat(needle.rareBytes().first());
    long p = from + needle.rareBytes().at();
    int last = positions - Long.BYTES;
    for (int done = 0; ; done = Math.min(done + Long.BYTES, last)) {
      int i = direction.index(done, last);
      long zeros = zeroBytes(text.get(WORD, p + i) ^ sought);
      while (zeros != 0) {
        int bit = direction.firstBit(zeros);
        long candidate = from + i + (bit >>> 3);
        if (needle.isAt(text, candidate, to)) {
          return candidate;
        }
        zeros ^= 1L << bit;
      }
      if (done == last) {
        return ABSENT;
      }
    }
  }

  /**
   * Works like {@link #inWords}, but compares two bytes, because even the rarest byte is common.
   */
  private static long inWords2(
      Direction direction, MemorySegment text, Needle needle, long from, int positions, long to) {
    RareBytes rareBytes = needle.rareBytes();
    long first = repeat(rareBytes.first());
    long second = repeat(rareBytes.second());
    long p = from + rareBytes.at();
    long q = from + rareBytes.secondAt();
    int last = positions - Long.BYTES;
    for (int done = 0; ; done = Math.min(done + Long.BYTES, last)) {
      int i = direction.index(done, last);
      long zeros = zeroBytes(text.get(WORD, p + i) ^ first | text.get(WORD, q + i) ^ second);
      while (zeros != 0) {
        int bit = direction.firstBit(zeros);
        long candidate = from + i + (bit >>> 3);
        if (needle.isAt(text, candidate, to)) {
          return candidate;
        }
        zeros ^= 1L << bit;
      }
      if (done == last) {
        return ABSENT;
      }
    }
  }

  private static long oneByOne(
      Direction direction, MemorySegment text, Needle needle, long from, int positions, long to) {
    byte sought = needle.rareBytes().first();
    long p = from + needle.rareBytes().at();
    for (int done = 0; done < positions; done++) {
      int i = direction.index(done, positions - 1);
      if (text.get(JAVA_BYTE, p + i) == sought && needle.isAt(text, from + i, to)) {
        return from + i;
      }
    }
    return ABSENT;
  }

  /**
   * Returns whether the byte that {@code sought} repeats may be among the {@link Kernel#BLOCK}
   * bytes from {@code p} on.
   */
  private static boolean any(MemorySegment text, long p, long sought) {
    long zeros =
        nearZero(text.get(WORD, p) ^ sought)
            | nearZero(text.get(WORD, p + 8) ^ sought)
            | nearZero(text.get(WORD, p + 16) ^ sought)
            | nearZero(text.get(WORD, p + 24) ^ sought)
            | nearZero(text.get(WORD, p + 32) ^ sought)
            | nearZero(text.get(WORD, p + 40) ^ sought)
            | nearZero(text.get(WORD, p + 48) ^ sought)
            | nearZero(text.get(WORD, p + 56) ^ sought);
    return (zeros & HIGHS) != 0;
  }
}
