package io.github.mmap4j.cli.diff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the first index at which two arrays have the same byte. {@link java.util.Arrays} has no
 * such method.
 */
final class EqualBytes {
  /** Accesses eight bytes of an array as a little-endian word. */
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private EqualBytes() {}

  /**
   * Returns the first index in {@code [from, to)} at which both arrays have the same byte, or
   * {@code to}.
   */
  static int first(byte[] a, byte[] b, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long difference = (long) WORD.get(a, at) ^ (long) WORD.get(b, at);
      // The lowest mark is correct; a borrow may have set false marks above it.
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
