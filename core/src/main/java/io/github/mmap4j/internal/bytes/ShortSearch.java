package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.HIGHS;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.nearZero;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Searching few positions for the rarest byte of the needle, with nothing prepared and nothing
 * allocated. What is left at the end, less than a block or a word, is looked at together with some
 * positions before it that have been looked at already.
 */
final class ShortSearch {
  private static final long ABSENT = -1;

  /** The longest needle: to compare it for nothing at each position must not take long. */
  private static final int LONGEST = 64;

  private ShortSearch() {}

  /** Whether {@code [from, to)} is short enough, and the needle. */
  static boolean suits(Needle needle, long from, long to) {
    return to - from <= Kernel.SPAN && needle.length() <= LONGEST;
  }

  /** The first occurrence that lies within {@code [from, to)}, or -1. */
  static long first(MemorySegment text, Needle needle, long from, long to) {
    return first(text, needle, from, (int) (to - from) - needle.length() + 1, to);
  }

  private static long first(MemorySegment text, Needle needle, long from, int positions, long to) {
    if (positions < Kernel.BLOCK) {
      return firstOfWords(text, needle, from, positions, to);
    }
    long sought = repeat(needle.probe().first());
    long p = from + needle.probe().at();
    int last = positions - Kernel.BLOCK;
    for (int i = 0; ; i = Math.min(i + Kernel.BLOCK, last)) {
      if (any(text, p + i, sought)) {
        long found = firstOfWords(text, needle, from + i, Kernel.BLOCK, to);
        if (found != ABSENT) {
          return found;
        }
      }
      if (i == last) {
        return ABSENT;
      }
    }
  }

  private static long firstOfWords(
      MemorySegment text, Needle needle, long from, int positions, long to) {
    if (positions < Long.BYTES) {
      return firstOneByOne(text, needle, from, positions, to);
    }
    long sought = repeat(needle.probe().first());
    long p = from + needle.probe().at();
    int last = positions - Long.BYTES;
    for (int i = 0; ; i = Math.min(i + Long.BYTES, last)) {
      long zeros = zeroBytes(text.get(WORD, p + i) ^ sought);
      while (zeros != 0) {
        long candidate = from + i + (Long.numberOfTrailingZeros(zeros) >>> 3);
        if (needle.isAt(text, candidate, to)) {
          return candidate;
        }
        zeros &= zeros - 1;
      }
      if (i == last) {
        return ABSENT;
      }
    }
  }

  private static long firstOneByOne(
      MemorySegment text, Needle needle, long from, int positions, long to) {
    byte sought = needle.probe().first();
    long p = from + needle.probe().at();
    for (int i = 0; i < positions; i++) {
      if (text.get(JAVA_BYTE, p + i) == sought && needle.isAt(text, from + i, to)) {
        return from + i;
      }
    }
    return ABSENT;
  }

  /** The last occurrence that lies within {@code [from, to)}, or -1. */
  static long last(MemorySegment text, Needle needle, long from, long to) {
    return last(text, needle, from, (int) (to - from) - needle.length() + 1, to);
  }

  private static long last(MemorySegment text, Needle needle, long from, int positions, long to) {
    if (positions < Kernel.BLOCK) {
      return lastOfWords(text, needle, from, positions, to);
    }
    long sought = repeat(needle.probe().first());
    long p = from + needle.probe().at();
    int last = positions - Kernel.BLOCK;
    for (int i = last; ; i = Math.max(i - Kernel.BLOCK, 0)) {
      if (any(text, p + i, sought)) {
        long found = lastOfWords(text, needle, from + i, Kernel.BLOCK, to);
        if (found != ABSENT) {
          return found;
        }
      }
      if (i == 0) {
        return ABSENT;
      }
    }
  }

  private static long lastOfWords(
      MemorySegment text, Needle needle, long from, int positions, long to) {
    if (positions < Long.BYTES) {
      return lastOneByOne(text, needle, from, positions, to);
    }
    long sought = repeat(needle.probe().first());
    long p = from + needle.probe().at();
    int last = positions - Long.BYTES;
    for (int i = last; ; i = Math.max(i - Long.BYTES, 0)) {
      long zeros = zeroBytes(text.get(WORD, p + i) ^ sought);
      while (zeros != 0) {
        int bit = 63 - Long.numberOfLeadingZeros(zeros);
        long candidate = from + i + (bit >>> 3);
        if (needle.isAt(text, candidate, to)) {
          return candidate;
        }
        zeros ^= 1L << bit;
      }
      if (i == 0) {
        return ABSENT;
      }
    }
  }

  private static long lastOneByOne(
      MemorySegment text, Needle needle, long from, int positions, long to) {
    byte sought = needle.probe().first();
    long p = from + needle.probe().at();
    for (int i = positions - 1; i >= 0; i--) {
      if (text.get(JAVA_BYTE, p + i) == sought && needle.isAt(text, from + i, to)) {
        return from + i;
      }
    }
    return ABSENT;
  }

  /** Whether the byte sought may be among the {@link Kernel#BLOCK} from {@code p} on. */
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
