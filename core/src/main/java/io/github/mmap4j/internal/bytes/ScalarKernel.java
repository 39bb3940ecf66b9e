package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.nearZero;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Eight bytes at a time, by arithmetic.
 *
 * <p>The loops over a span are of a fixed length, without an early exit, and what they make is a
 * union, a sum or an array: the form that C2 turns into vector instructions by itself. So they are
 * about as fast as memory. They need no module.
 */
final class ScalarKernel implements Kernel {
  /** Words of a span. */
  private static final int WORDS = SPAN / Long.BYTES;

  /** Words that can be counted in bytes before one of them overflows, 255, made a power of two. */
  private static final int COUNTED = 128;

  /**
   * Whether there may be a candidate among the {@link #SPAN} positions from {@code p} on: never
   * false where there is one.
   */
  static boolean any(MemorySegment text, long p, RareBytes probe) {
    MemorySegment span = span(text, p + probe.at());
    long sought = repeat(probe.first());
    if (probe.count() == 1) {
      return any1(span, sought);
    }
    MemorySegment span2 = span(text, p + probe.secondAt());
    long sought2 = repeat(probe.second());
    if (probe.count() == 2) {
      return any2(span, sought, span2, sought2);
    }
    MemorySegment span3 = span(text, p + probe.thirdAt());
    return any3(span, sought, span2, sought2, span3, repeat(probe.third()));
  }

  // A slice of a span's length lets C2 see that no access leaves it, which makes half the speed.
  // Indexed by words, because by bytes it does not see that a loop with an array can be vectors.

  private static MemorySegment span(MemorySegment text, long p) {
    return text.asSlice(p, SPAN);
  }

  private static boolean any1(MemorySegment span, long sought) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |= nearZero(span.getAtIndex(WORD, i) ^ sought);
    }
    return (zeros & Swar.HIGHS) != 0;
  }

  /** Exact, as two bytes are often followed by what a borrow takes for another of them. */
  private static boolean any2(MemorySegment span, long sought, MemorySegment span2, long sought2) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |= zeroBytes(span.getAtIndex(WORD, i) ^ sought | span2.getAtIndex(WORD, i) ^ sought2);
    }
    return zeros != 0;
  }

  private static boolean any3(
      MemorySegment span,
      long sought,
      MemorySegment span2,
      long sought2,
      MemorySegment span3,
      long sought3) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |=
          nearZero(span.getAtIndex(WORD, i) ^ sought)
              & nearZero(span2.getAtIndex(WORD, i) ^ sought2)
              & nearZero(span3.getAtIndex(WORD, i) ^ sought3);
    }
    return (zeros & Swar.HIGHS) != 0;
  }

  @Override
  public void mark(MemorySegment text, long p, RareBytes probe, CandidateMask marks) {
    long[] zeros = marks.words();
    MemorySegment span = span(text, p + probe.at());
    long sought = repeat(probe.first());
    if (probe.count() == 1) {
      zeros1(span, sought, zeros);
    } else {
      MemorySegment span2 = span(text, p + probe.secondAt());
      long sought2 = repeat(probe.second());
      if (probe.count() == 2) {
        zeros2(span, sought, span2, sought2, zeros);
      } else {
        MemorySegment span3 = span(text, p + probe.thirdAt());
        zeros3(span, sought, span2, sought2, span3, repeat(probe.third()), zeros);
      }
    }
    gather(zeros, marks.bits);
  }

  private static void zeros1(MemorySegment span, long sought, long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] = zeroBytes(span.getAtIndex(WORD, i) ^ sought);
    }
  }

  private static void zeros2(
      MemorySegment span, long sought, MemorySegment span2, long sought2, long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] = zeroBytes(span.getAtIndex(WORD, i) ^ sought | span2.getAtIndex(WORD, i) ^ sought2);
    }
  }

  private static void zeros3(
      MemorySegment span,
      long sought,
      MemorySegment span2,
      long sought2,
      MemorySegment span3,
      long sought3,
      long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] =
          zeroBytes(
              span.getAtIndex(WORD, i) ^ sought
                  | span2.getAtIndex(WORD, i) ^ sought2
                  | span3.getAtIndex(WORD, i) ^ sought3);
    }
  }

  /**
   * As {@link #mark} for one byte, and says whether there may be another among the {@link #SPAN}
   * from {@code p} on: never false where there is.
   */
  static boolean markAndAsk(
      MemorySegment text, long p, byte marked, byte asked, CandidateMask marks) {
    long[] zeros = marks.words();
    boolean any = zerosAndAny(span(text, p), repeat(marked), repeat(asked), zeros);
    gather(zeros, marks.bits);
    return any;
  }

  private static boolean zerosAndAny(MemorySegment span, long marked, long asked, long[] zeros) {
    long others = 0;
    for (int i = 0; i < WORDS; i++) {
      long word = span.getAtIndex(WORD, i);
      others |= nearZero(word ^ asked);
      zeros[i] = zeroBytes(word ^ marked);
    }
    return (others & Swar.HIGHS) != 0;
  }

  /** A loop of its own: with the one before it would take half as long again. */
  private static void gather(long[] zeros, byte[] bits) {
    for (int i = 0; i < WORDS; i++) {
      bits[i] = (byte) Swar.gather(zeros[i]);
    }
  }

  /**
   * The candidates among {@code width} positions from {@code p} on, at most a block; bit 0 is
   * {@code p}.
   */
  static long mask(MemorySegment text, long p, int width, RareBytes probe) {
    long mask = 0;
    int i = 0;
    for (; i <= width - Long.BYTES; i += Long.BYTES) {
      mask |= mask8(text, p + i, probe) << i;
    }
    for (; i < width; i++) {
      mask |= isCandidate(text, p + i, probe) ? 1L << i : 0;
    }
    return mask;
  }

  /** The candidates among the eight positions from {@code p} on, in the lowest eight bits. */
  private static long mask8(MemorySegment text, long p, RareBytes probe) {
    long x = text.get(WORD, p + probe.at()) ^ repeat(probe.first());
    if (probe.count() > 1) {
      x |= text.get(WORD, p + probe.secondAt()) ^ repeat(probe.second());
      if (probe.count() > 2) {
        x |= text.get(WORD, p + probe.thirdAt()) ^ repeat(probe.third());
      }
    }
    return Swar.gather(zeroBytes(x));
  }

  private static boolean isCandidate(MemorySegment text, long p, RareBytes probe) {
    return text.get(JAVA_BYTE, p + probe.at()) == probe.first()
        && (probe.count() < 2 || text.get(JAVA_BYTE, p + probe.secondAt()) == probe.second())
        && (probe.count() < 3 || text.get(JAVA_BYTE, p + probe.thirdAt()) == probe.third());
  }

  /** How many of the {@link #SPAN} bytes from {@code p} on are {@code value}. */
  static int count(MemorySegment text, long p, byte value) {
    long sought = repeat(value);
    int count = 0;
    for (int i = 0; i < WORDS; i += COUNTED) {
      count +=
          sumOfBytes(countBytewise(text.asSlice(p + i * Long.BYTES, COUNTED * Long.BYTES), sought));
    }
    return count;
  }

  private static long countBytewise(MemorySegment part, long sought) {
    long counts = 0;
    for (int i = 0; i < COUNTED; i++) {
      counts += zeroBytes(part.getAtIndex(WORD, i) ^ sought) >>> 7;
    }
    return counts;
  }

  private static int sumOfBytes(long counts) {
    long pairs = (counts & 0x00ff00ff00ff00ffL) + (counts >>> 8 & 0x00ff00ff00ff00ffL);
    return (int) (pairs * 0x0001000100010001L >>> 48);
  }
}
