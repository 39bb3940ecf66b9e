package io.github.mmap4j.internal.access;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Copies a short line out of mapped memory. Each word is searched for a newline while it is copied,
 * which takes less time than a search and then a copy. Only one thread at a time may use a buffer.
 */
public final class LineBuffer {
  /** The length of the longest line. */
  private static final int MOST = 1 << 9;

  private static final ValueLayout.OfLong WORD =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * ONES;

  private byte[] bytes = {};

  /**
   * Copies the bytes from {@code from} up to and including the next newline, and returns their
   * number. Returns 0 if the newline is not among the first {@link #MOST} bytes, or if the memory
   * must be read in another way.
   *
   * @throws IllegalStateException if the memory has been closed
   */
  public int copyLine(MemorySegment memory, long from) {
    long mark = FaultGuard.mark();
    if (!FaultGuard.isDirect(memory) || !FaultGuard.holds(mark)) {
      return 0;
    }
    int length = copyToNewline(memory, from);
    if (!FaultGuard.holds(mark)) {
      return 0;
    }
    FaultGuard.checkRead(memory, from, from + length);
    return length;
  }

  private int copyToNewline(MemorySegment memory, long from) {
    if (bytes.length == 0) {
      bytes = new byte[MOST];
    }
    int room = Math.clamp(memory.byteSize() - from, 0, MOST);
    int i = 0;
    for (; i <= room - Long.BYTES; i += Long.BYTES) {
      long word = memory.get(WORD, from + i);
      IN_BYTES.set(bytes, i, word);
      long other = word ^ NEWLINES;
      long newlines = other - ONES & ~other & HIGHS; // only the lowest set bit is certain
      if (newlines != 0) {
        return i + (Long.numberOfTrailingZeros(newlines) >>> 3) + 1;
      }
    }
    for (; i < room; i++) {
      bytes[i] = memory.get(JAVA_BYTE, from + i);
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Returns the first {@code length} bytes that were copied. */
  public byte[] bytes(int length) {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns the first {@code length} bytes that were copied, decoded to a string. */
  public String string(int length, Charset charset) {
    return new String(bytes, 0, length, charset);
  }
}
