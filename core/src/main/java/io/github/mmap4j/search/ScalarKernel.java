package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time as a {@code long}. The bytes are combined with those sought so that a
 * candidate becomes a zero byte, and zero bytes are found by arithmetic that carries nothing from
 * byte to byte.
 *
 * <p>{@link #any} and {@link #count} are loops of a fixed length whose result is a union or a sum:
 * the form that C2 turns into vector instructions by itself. So they take no early exit, and they
 * are as fast as memory. They need no module, and the plain accesses that they are made of are
 * survived where a file is truncated below them.
 */
final class ScalarKernel implements Kernel {
  /** Little-endian, so that the lowest byte of a word is the first in memory, on every machine. */
  private static final ValueLayout.OfLong WORD =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LOWS = ~HIGHS;

  /** Multiplied with a word of bytes 0 and 1, it gathers byte k in bit 56 + k. */
  private static final long GATHER = 0x0102040810204080L;

  /** Words that can be counted in bytes before one of them overflows, 255, made a power of two. */
  private static final int COUNTED = 128 * Long.BYTES;

  /**
   * Whether there may be a candidate among the {@link #SPAN} positions from {@code p} on: never
   * false where there is one.
   */
  static boolean any(MemorySegment text, long p, Probe probe) {
    long zeros =
        switch (probe.count()) {
          case 1 -> any1(text, p + probe.at(), repeat(probe.first()));
          case 2 ->
              any2(
                  text,
                  p + probe.at(),
                  repeat(probe.first()),
                  p + probe.secondAt(),
                  repeat(probe.second()));
          default ->
              any3(
                  text,
                  p + probe.at(),
                  repeat(probe.first()),
                  p + probe.secondAt(),
                  repeat(probe.second()),
                  p + probe.thirdAt(),
                  repeat(probe.third()));
        };
    return zeros != 0;
  }

  // A slice of a span's length lets C2 see that no access leaves it, which makes half the speed.

  private static long any1(MemorySegment text, long p, long sought) {
    MemorySegment span = text.asSlice(p, SPAN);
    long zeros = 0;
    for (int i = 0; i < SPAN; i += Long.BYTES) {
      zeros |= nearZero(span.get(WORD, i) ^ sought);
    }
    return zeros;
  }

  private static long any2(MemorySegment text, long p, long sought, long p2, long sought2) {
    MemorySegment span = text.asSlice(p, SPAN);
    MemorySegment span2 = text.asSlice(p2, SPAN);
    long zeros = 0;
    for (int i = 0; i < SPAN; i += Long.BYTES) {
      zeros |= nearZero(span.get(WORD, i) ^ sought) & nearZero(span2.get(WORD, i) ^ sought2);
    }
    return zeros;
  }

  private static long any3(
      MemorySegment text, long p, long sought, long p2, long sought2, long p3, long sought3) {
    MemorySegment span = text.asSlice(p, SPAN);
    MemorySegment span2 = text.asSlice(p2, SPAN);
    MemorySegment span3 = text.asSlice(p3, SPAN);
    long zeros = 0;
    for (int i = 0; i < SPAN; i += Long.BYTES) {
      zeros |=
          nearZero(span.get(WORD, i) ^ sought)
              & nearZero(span2.get(WORD, i) ^ sought2)
              & nearZero(span3.get(WORD, i) ^ sought3);
    }
    return zeros;
  }

  @Override
  public void mark(MemorySegment text, long p, Probe probe, Marks marks) {
    for (int i = 0; i < BLOCKS; i++) {
      marks.masks[i] = mask(text, p + (long) i * BLOCK, probe);
    }
  }

  /** The candidates among the {@link #BLOCK} positions from {@code p} on; bit 0 is {@code p}. */
  static long mask(MemorySegment text, long p, Probe probe) {
    long mask = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      mask |= mask8(text, p + i, probe) << i;
    }
    return mask;
  }

  /** The candidates among {@code width} positions from {@code p} on, at most a block. */
  static long mask(MemorySegment text, long p, int width, Probe probe) {
    if (width == BLOCK) {
      return mask(text, p, probe);
    }
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
  private static long mask8(MemorySegment text, long p, Probe probe) {
    long x = text.get(WORD, p + probe.at()) ^ repeat(probe.first());
    if (probe.count() > 1) {
      x = union(x, text.get(WORD, p + probe.secondAt()) ^ repeat(probe.second()));
      if (probe.count() > 2) {
        x = union(x, text.get(WORD, p + probe.thirdAt()) ^ repeat(probe.third()));
      }
    }
    return (zeroBytes(x) >>> 7) * GATHER >>> 56;
  }

  /** How many of the {@link #SPAN} bytes from {@code p} on are {@code value}. */
  static int count(MemorySegment text, long p, byte value) {
    long sought = repeat(value);
    int count = 0;
    for (int i = 0; i < SPAN; i += COUNTED) {
      count += sumOfBytes(countBytewise(text, p + i, sought));
    }
    return count;
  }

  private static long countBytewise(MemorySegment text, long p, long sought) {
    MemorySegment part = text.asSlice(p, COUNTED);
    long counts = 0;
    for (int i = 0; i < COUNTED; i += Long.BYTES) {
      counts += zeroBytes(part.get(WORD, i) ^ sought) >>> 7;
    }
    return counts;
  }

  private static int sumOfBytes(long counts) {
    long pairs = (counts & 0x00ff00ff00ff00ffL) + (counts >>> 8 & 0x00ff00ff00ff00ffL);
    return (int) (pairs * 0x0001000100010001L >>> 48);
  }

  /**
   * 0x80 in each byte of {@code x} that is zero, and at times in one above it, which a borrow has
   * reached; 0 in the others.
   */
  private static long nearZero(long x) {
    return (x - ONES) & ~x & HIGHS;
  }

  /** 0x80 in each byte of {@code x} that is zero, 0 in the others. */
  private static long zeroBytes(long x) {
    return ~(((x & LOWS) + LOWS) | x | LOWS);
  }

  /**
   * {@code a | b}, in arithmetic. With AVX-512, C2 makes one instruction of a load and two bit
   * operations, {@code vpternlog}. If that meets a fault, HotSpot takes it for a byte shorter than
   * it is, goes on inside it and dies. A load whose value is used twice, as here and in {@link
   * #nearZero}, is an instruction of its own.
   */
  private static long union(long a, long b) {
    return a + b - (a & b);
  }

  private static long repeat(byte value) {
    return (value & 0xff) * ONES;
  }

  private static boolean isCandidate(MemorySegment text, long p, Probe probe) {
    return text.get(JAVA_BYTE, p + probe.at()) == probe.first()
        && (probe.count() < 2 || text.get(JAVA_BYTE, p + probe.secondAt()) == probe.second())
        && (probe.count() < 3 || text.get(JAVA_BYTE, p + probe.thirdAt()) == probe.third());
  }
}
