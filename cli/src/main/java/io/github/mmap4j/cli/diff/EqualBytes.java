package io.github.mmap4j.cli.diff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What {@link java.util.Arrays} does not find in arrays of bytes. */
final class EqualBytes {
  /** Little-endian, so that the lowest byte of a word is the first in the array. */
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private EqualBytes() {}

  /** The first index in {@code [from, to)} at which the two have the same byte, or {@code to}. */
  static int same(byte[] a, byte[] b, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long difference = (long) WORD.get(a, at) ^ (long) WORD.get(b, at);
      // The lowest mark is that of a byte that is zero; those above it may be of a borrow.
      long zeros = (difference - ONES) & ~difference & HIGHS;
      if (zeros != 0) {
        return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    while (at < to && a[at] != b[at]) {
      at++;
    }
    return at;
  }
}
