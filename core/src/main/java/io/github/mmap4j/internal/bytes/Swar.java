package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Handles eight bytes at a time as a {@code long} (SIMD within a register). XOR with the sought
 * byte, repeated, makes equal bytes zero, and arithmetic finds the zero bytes.
 */
final class Swar {
  /**
   * The layout of a word. It is little-endian, so that the lowest byte is the first in memory on
   * every machine.
   */
  static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A handle for a {@link #WORD} in a {@code byte[]}. */
  static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final long HIGHS = 0x8080808080808080L;

  private static final long ONES = 0x0101010101010101L;
  private static final long LOWS = ~HIGHS;

  /** A factor that moves byte k of a word of bytes 0 and 1 to bit 56 + k of the product. */
  private static final long GATHER = 0x0102040810204080L;

  private Swar() {}

  /** Returns a word of eight bytes {@code value}. */
  static long repeat(byte value) {
    return (value & 0xff) * ONES;
  }

  /**
   * Returns a word with the highest bit of each zero byte of {@code x} set. A borrow may also set
   * the highest bit of the byte above. All other bits are meaningless.
   */
  static long nearZero(long x) {
    return (x - ONES) & ~x;
  }

  /** Returns a word with 0x80 for each zero byte of {@code x} and 0 for the others. */
  static long zeroBytes(long x) {
    return ~(((x & LOWS) + LOWS) | x | LOWS);
  }

  /**
   * Reduces a word of bytes 0x80 and 0 to one bit per byte; the lowest bit stands for the first
   * byte.
   */
  static long gather(long zeros) {
    return (zeros >>> 7) * GATHER >>> 56;
  }
}
