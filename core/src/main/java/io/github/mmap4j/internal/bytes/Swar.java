package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time as a {@code long}. Bytes are combined with the one sought so that those
 * equal to it become zero, and zero bytes are found by arithmetic.
 */
final class Swar {
  /** Little-endian, so that the lowest byte of a word is the first in memory, on every machine. */
  static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** {@link #WORD} in a {@code byte[]}. */
  static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final long HIGHS = 0x8080808080808080L;

  private static final long ONES = 0x0101010101010101L;
  private static final long LOWS = ~HIGHS;

  /** Multiplied with a word of bytes 0 and 1, it gathers byte k in bit 56 + k. */
  private static final long GATHER = 0x0102040810204080L;

  private Swar() {}

  /** A word of eight bytes {@code value}. */
  static long repeat(byte value) {
    return (value & 0xff) * ONES;
  }

  /**
   * Has the highest bit of each byte of {@code x} that is zero, and at times that of one above it,
   * which a borrow has reached; and other bits, which mean nothing.
   */
  static long nearZero(long x) {
    return (x - ONES) & ~x;
  }

  /** 0x80 in each byte of {@code x} that is zero, 0 in the others. */
  static long zeroBytes(long x) {
    return ~(((x & LOWS) + LOWS) | x | LOWS);
  }

  /** Of a word of bytes 0x80 and 0, one bit for each byte, the lowest bit for the first. */
  static long gather(long marks) {
    return (marks >>> 7) * GATHER >>> 56;
  }
}
