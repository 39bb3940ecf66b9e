package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Handles eight bytes at a time as a {@code long} (SIMD within a register). XOR with a word that
 * repeats the sought byte makes equal bytes zero, and arithmetic finds the zero bytes.
 */
final class Swar {
  /**
   * The layout of a word. It is little-endian, so that the lowest byte is the first in memory on
   * every machine.
   */
  static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The handle that accesses a {@link #WORD} in a {@code byte[]}. */
  static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final long HIGHS = 0x8080808080808080L;

  private static final long ONES = 0x0101010101010101L;
  private static final long LOWS = ~HIGHS;

  /** A factor that moves bit 8k + 7 of a word to bit 56 + k of the product. */
  private static final long GATHER = 0x0002040810204081L;

  private Swar() {}

  /** Returns a word in which all eight bytes are {@code value}. */
  static long repeat(byte value) {
    return (value & 0xff) * ONES;
  }

  /**
   * Returns a word in which the highest bit of a byte is set if that byte of {@code x} is zero. A
   * borrow may also set the highest bits of the bytes above a zero byte. All other bits are
   * meaningless.
   */
  static long nearZero(long x) {
    return (x - ONES) & ~x;
  }

  /** Returns a word with 0x80 for each zero byte of {@code x} and 0 for each other byte. */
  static long zeroBytes(long x) {
    return ~(((x & LOWS) + LOWS) | x | LOWS);
  }

  /**
   * Reduces each byte of a word, which must be 0x80 or 0, to one bit. The lowest bit represents the
   * first byte.
   */
  static long gather(long zeros) {
    return zeros * GATHER >>> 56;
  }
}
