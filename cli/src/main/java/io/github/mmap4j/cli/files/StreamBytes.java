package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.input.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A window on the bytes of a stream, such as standard input or a pipe. Bytes are appended at its
 * end when they arrive, and dropped at its start when they are no longer needed. A window that gets
 * long, because a line does, is kept in a temporary file instead of on the heap.
 */
public final class StreamBytes implements AutoCloseable {
  /** The length of the first window. A shorter one needs more calls before code is compiled. */
  private static final int FIRST = 1 << 20;

  /** The maximum length of a window on the heap; a search of several threads starts about here. */
  private static final int LONGEST = 6 << 20;

  /** The length of a window in a file below which it returns to the heap. */
  private static final int SHORT = LONGEST / 2;

  private static final int PART = 1 << 20;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST];
  private int filled; // of the heap's bytes
  private Spool spool; // null while the window is on the heap
  private long dropped; // of the spool's bytes
  private long start;

  public StreamBytes(InputStream in) {
    this.in = in;
  }

  /** Waits for more bytes, appends them to the window and returns false at the stream's end. */
  public boolean read() throws IOException {
    if (spool == null && filled == LONGEST) {
      spool = new Spool(4L * LONGEST);
      spool.append(ByteBuffer.wrap(bytes));
      bytes = new byte[PART];
      filled = 0;
    } else if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, LONGEST));
    }
    int count = in.read(bytes, filled, bytes.length - filled);
    if (spool != null && count > 0) {
      spool.append(ByteBuffer.wrap(bytes, 0, count));
    } else {
      filled += Math.max(0, count);
    }
    return count >= 0;
  }

  /** Returns the bytes of the window. The segment is valid until the next call. */
  public MemorySegment segment() {
    return spool == null ? MemorySegment.ofArray(bytes).asSlice(0, filled) : spool.segment(dropped);
  }

  /** Returns the offset of the window in the stream. */
  public long start() {
    return start;
  }

  /** Drops the first {@code count} bytes of the window. */
  public void drop(long count) throws IOException {
    start += count;
    if (spool == null) {
      System.arraycopy(bytes, (int) count, bytes, 0, filled - (int) count);
      filled -= (int) count;
      return;
    }
    dropped += count;
    long left = spool.filled() - dropped;
    if (left < SHORT) {
      bytes = Arrays.copyOf(spool.copy(dropped, spool.filled()), LONGEST);
      filled = (int) left;
      spool.close();
      spool = null;
      dropped = 0;
    } else if (dropped > left) {
      renew(left);
    }
  }

  /** Moves the rest of the window to another file, so that files do not grow with the stream. */
  private void renew(long left) throws IOException {
    Spool other = new Spool(2 * left);
    try {
      long end = spool.filled();
      for (long at = dropped; at < end; at += PART) {
        other.append(ByteBuffer.wrap(spool.copy(at, Math.min(end, at + PART))));
      }
    } catch (IOException | RuntimeException | Error e) {
      other.close();
      throw e;
    }
    spool.close();
    spool = other;
    dropped = 0;
  }

  /** Removes the temporary file, if there is one. The stream stays open. */
  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
    }
  }
}
