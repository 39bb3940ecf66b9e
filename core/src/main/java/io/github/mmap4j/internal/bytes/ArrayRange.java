package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.IN_BYTES;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compares, hashes and searches the bytes {@code [from, to)} of an array, eight at a time. If the
 * array has more bytes, a word may extend past {@code to}; bytes at or after {@code to} are
 * ignored.
 */
public final class ArrayRange {
  /** The minimum number of bytes for which the JDK's comparison is faster. */
  private static final int FEW = 32;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX = 0x9e3779b97f4a7c15L;

  private ArrayRange() {}

  /**
   * Returns the index of the first byte that equals the byte repeated in {@code repeated}, or
   * {@code to} if there is none.
   */
  public static int indexOf(byte[] array, int from, int to, long repeated) {
    int i = from;
    for (int last = Math.min(to - 1, array.length - Long.BYTES); i <= last; i += Long.BYTES) {
      long zeros = zeroBytes((long) IN_BYTES.get(array, i) ^ repeated);
      if (zeros != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(zeros) >>> 3));
      }
    }
    for (; i < to; i++) {
      if (array[i] == (byte) repeated) {
        return i;
      }
    }
    return to;
  }

  /** Returns a word in which all eight bytes are {@code value}. */
  public static long repeat(byte value) {
    return Swar.repeat(value);
  }

  /** Returns a hash of the bytes that does not depend on their position. */
  public static int hash(byte[] array, int from, int to) {
    long hash = to - from;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      hash = mixed(hash ^ (long) IN_BYTES.get(array, i));
    }
    if (i < to) {
      hash = mixed(hash ^ word(array, i, to - i));
    }
    // So far, the last bytes have affected only the highest bits of the hash.
    return (int) ((hash ^ hash >>> 32) * MIX >>> 32);
  }

  private static long mixed(long hash) {
    long product = hash * MIX;
    return product ^ product >>> 29;
  }

  /**
   * Returns a word whose lowest {@code count} bytes (1 to 8) come from the array; its other bytes
   * are 0.
   */
  static long word(byte[] array, int from, int count) {
    if (from <= array.length - Long.BYTES) {
      return (long) IN_BYTES.get(array, from) & -1L >>> 64 - 8 * count;
    }
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | array[from + i] & 0xff;
    }
    return word;
  }

  public static boolean equals(byte[] array, int from, int to, byte[] other) {
    int length = to - from;
    return length == other.length && equalsAt(array, from, other, length);
  }

  public static boolean startsWith(byte[] array, int from, int to, byte[] prefix) {
    return to - from >= prefix.length && equalsAt(array, from, prefix, prefix.length);
  }

  public static boolean endsWith(byte[] array, int from, int to, byte[] suffix) {
    return to - from >= suffix.length && equalsAt(array, to - suffix.length, suffix, suffix.length);
  }

  /**
   * Compares short ranges word by word, because the JDK's comparison would take longer. The last
   * two words may overlap. Passing the length, which is known before {@code other} has been loaded
   * from memory, lets the processor resolve the branches early.
   */
  private static boolean equalsAt(byte[] array, int from, byte[] other, int length) {
    if (length >= FEW) {
      return Arrays.equals(array, from, from + length, other, 0, length);
    }
    if (length >= Long.BYTES) {
      int last = length - Long.BYTES;
      for (int i = 0; i < last; i += Long.BYTES) {
        if ((long) IN_BYTES.get(array, from + i) != (long) IN_BYTES.get(other, i)) {
          return false;
        }
      }
      return (long) IN_BYTES.get(array, from + last) == (long) IN_BYTES.get(other, last);
    }
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      return (int) INT.get(array, from) == (int) INT.get(other, 0)
          && (int) INT.get(array, from + last) == (int) INT.get(other, last);
    }
    for (int i = 0; i < length; i++) {
      if (array[from + i] != other[i]) {
        return false;
      }
    }
    return true;
  }
}
