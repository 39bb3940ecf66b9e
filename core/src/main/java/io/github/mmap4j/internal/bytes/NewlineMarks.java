package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.HIGHS;
import static io.github.mmap4j.internal.bytes.Swar.IN_BYTES;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.nearZero;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Lists the line terminators in a range, eight bytes at a time, by ordinary arithmetic. The loops
 * over a span have a fixed length and no early exit, so that C2 turns them into vector
 * instructions.
 */
final class NewlineMarks {
  /**
   * The number of entries written at a time, even if fewer newlines remain. A fixed number avoids a
   * branch.
   */
  static final int STRIDE = 2;

  private static final int WORDS = Kernel.SPAN / Long.BYTES;

  private static final long NEWLINES = repeat((byte) '\n');
  private static final long RETURNS = repeat((byte) '\r');

  private final long[] zeros = new long[WORDS];

  /** One bit for each byte of a span, which is set if the byte is a newline. */
  private final byte[] bits = new byte[WORDS];

  /**
   * Writes an entry for each newline among the {@code length} bytes from {@code from} on, and
   * returns the number of newlines. An entry is the newline's distance from {@code from}, doubled;
   * one is added if a carriage return precedes the newline. {@code entries} must have room for one
   * entry per byte and {@link #STRIDE} more.
   *
   * @param before the number of readable bytes before {@code from}, 0 or 1
   */
  int entries(MemorySegment bytes, long from, int length, int before, char[] entries) {
    int count = 0;
    int at = 0;
    for (; at <= length - Kernel.SPAN; at += Kernel.SPAN) {
      boolean hasReturns = mark(bytes.asSlice(from + at, Kernel.SPAN), zeros);
      gather(zeros, bits);
      int first = count;
      for (int block = 0; block < Kernel.SPAN / Kernel.BLOCK; block++) {
        long newlines = (long) IN_BYTES.get(bits, block * Long.BYTES);
        count = write(newlines, at + block * Kernel.BLOCK, entries, count);
      }
      if (hasReturns || isReturn(bytes, from, at - 1, before)) {
        addReturns(bytes, from, before, entries, first, count);
      }
    }
    int first = count;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long zeros = zeroBytes(bytes.get(WORD, from + at) ^ NEWLINES);
      count = write(Swar.gather(zeros), at, entries, count);
    }
    for (; at < length; at++) {
      if (bytes.get(JAVA_BYTE, from + at) == '\n') {
        entries[count++] = (char) (at << 1);
      }
    }
    addReturns(bytes, from, before, entries, first, count);
    return count;
  }

  /** Marks the newlines of a span, and returns whether the span may contain a carriage return. */
  private static boolean mark(MemorySegment span, long[] zeros) {
    long returns = 0;
    for (int i = 0; i < WORDS; i++) {
      long word = span.getAtIndex(WORD, i);
      returns |= nearZero(word ^ RETURNS);
      zeros[i] = zeroBytes(word ^ NEWLINES);
    }
    return (returns & HIGHS) != 0;
  }

  private static void gather(long[] zeros, byte[] bits) {
    for (int i = 0; i < WORDS; i++) {
      bits[i] = (byte) Swar.gather(zeros[i]);
    }
  }

  /**
   * Writes an entry for each set bit of {@code left}, after {@code count} entries; returns the new
   * number of entries.
   */
  private static int write(long left, int base, char[] entries, int count) {
    int end = count + Long.bitCount(left);
    int i = count;
    do {
      entries[i] = (char) (base + Long.numberOfTrailingZeros(left) << 1);
      left &= left - 1;
      entries[i + 1] = (char) (base + Long.numberOfTrailingZeros(left) << 1);
      left &= left - 1;
      i += STRIDE;
    } while (left != 0);
    return end;
  }

  private static boolean isReturn(MemorySegment bytes, long from, int at, int before) {
    return at >= -before && bytes.get(JAVA_BYTE, from + at) == '\r';
  }

  /** Adds one to each entry from {@code first} on whose newline follows a carriage return. */
  private static void addReturns(
      MemorySegment bytes, long from, int before, char[] entries, int first, int count) {
    for (int i = first; i < count; i++) {
      if (isReturn(bytes, from, (entries[i] >>> 1) - 1, before)) {
        entries[i]++;
      }
    }
  }
}
