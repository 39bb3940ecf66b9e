package io.github.mmap4j.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A window on the bytes of a stream, such as standard input or a pipe. Bytes are appended at its
 * end when they arrive, and dropped at its start when they are no longer needed.
 */
public final class StreamBytes {
  private static final int FIRST = 96 << 10;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST];
  private int filled;
  private long start;

  public StreamBytes(InputStream in) {
    this.in = in;
  }

  /** Waits for more bytes, appends them to the window and returns false at the stream's end. */
  public boolean read() throws IOException {
    if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
    }
    int count = in.read(bytes, filled, bytes.length - filled);
    filled += Math.max(0, count);
    return count >= 0;
  }

  /** Returns the bytes of the window. The segment is valid until the next call. */
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asSlice(0, filled);
  }

  /** Returns the offset of the window in the stream. */
  public long start() {
    return start;
  }

  /** Drops the first {@code count} bytes of the window. */
  public void drop(int count) {
    System.arraycopy(bytes, count, bytes, 0, filled - count);
    filled -= count;
    start += count;
  }
}
