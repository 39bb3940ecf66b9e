package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.IN_BYTES;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;

import java.lang.foreign.MemorySegment;

/**
 * Finds the newlines in an array, eight bytes at a time, by ordinary arithmetic. The loops over a
 * span have a fixed length and no early exit, so that C2 turns them into vector instructions.
 */
final class NewlineMarks {
  /**
   * The number of entries written at a time, even if fewer newlines remain. A fixed number avoids a
   * branch.
   */
  static final int STRIDE = 2;

  private static final int WORDS = Kernel.SPAN / Long.BYTES;

  private static final long NEWLINES = repeat((byte) '\n');

  private final long[] zeros = new long[WORDS];

  /** One bit for each byte of a span, which is set if the byte is a newline. */
  private final byte[] bits = new byte[WORDS];

  /**
   * Writes the indexes of the newlines among the {@code length} bytes from {@code from} on, and
   * returns the number of newlines. {@code entries} must have room for one entry per byte and
   * {@link #STRIDE} more.
   */
  int entries(byte[] bytes, MemorySegment segment, int from, int length, char[] entries) {
    int count = 0;
    int at = 0;
    for (; at <= length - Kernel.SPAN; at += Kernel.SPAN) {
      mark(segment.asSlice(from + at, Kernel.SPAN), zeros);
      gather(zeros, bits);
      for (int block = 0; block < Kernel.SPAN / Kernel.BLOCK; block++) {
        long newlines = (long) IN_BYTES.get(bits, block * Long.BYTES);
        count = write(newlines, from + at + block * Kernel.BLOCK, entries, count);
      }
    }
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long zeros = zeroBytes((long) IN_BYTES.get(bytes, from + at) ^ NEWLINES);
      count = write(Swar.gather(zeros), from + at, entries, count);
    }
    for (; at < length; at++) {
      if (bytes[from + at] == '\n') {
        entries[count++] = (char) (from + at);
      }
    }
    return count;
  }

  private static void mark(MemorySegment span, long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] = zeroBytes(span.getAtIndex(WORD, i) ^ NEWLINES);
    }
  }

  private static void gather(long[] zeros, byte[] bits) {
    for (int i = 0; i < WORDS; i++) {
      bits[i] = (byte) Swar.gather(zeros[i]);
    }
  }

  /**
   * Writes an index for each set bit of {@code left}, after {@code count} entries; returns the new
   * number of entries.
   */
  private static int write(long left, int base, char[] entries, int count) {
    int end = count + Long.bitCount(left);
    int i = count;
    do {
      entries[i] = (char) (base + Long.numberOfTrailingZeros(left));
      left &= left - 1;
      entries[i + 1] = (char) (base + Long.numberOfTrailingZeros(left));
      left &= left - 1;
      i += STRIDE;
    } while (left != 0);
    return end;
  }
}
