package io.github.mmap4j.spark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds single bytes in arrays, eight bytes at a time. */
final class ByteScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;

  private ByteScan() {}

  /** Returns the index of the first {@code b} in the range, or -1 if there is none. */
  static int indexOf(byte[] bytes, int from, int to, byte b) {
    return indexOf(bytes, from, to, b, b);
  }

  /** Returns the index of the first byte in the range that is one of two, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte a, byte b) {
    long as = ONES * (a & 0xff);
    long bs = ONES * (b & 0xff);
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long x = word ^ as;
      long y = word ^ bs;
      // The lowest bit set marks the first byte that is equal; higher bits may be wrong.
      long found = (x - ONES & ~x | y - ONES & ~y) & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == a || bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the index of the last byte in the range that is one of two, or -1. */
  static int lastIndexOf(byte[] bytes, int from, int to, byte a, byte b) {
    long as = ONES * (a & 0xff);
    long bs = ONES * (b & 0xff);
    int i = to;
    for (; i >= from + Long.BYTES; i -= Long.BYTES) {
      long word = (long) LONGS.get(bytes, i - Long.BYTES);
      long x = word ^ as;
      long y = word ^ bs;
      if (((x - ONES & ~x | y - ONES & ~y) & HIGHS) != 0) {
        break; // one of these bytes is equal
      }
    }
    while (i > from) {
      i--;
      if (bytes[i] == a || bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }
}
