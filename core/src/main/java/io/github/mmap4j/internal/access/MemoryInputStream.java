package io.github.mmap4j.internal.access;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A stream that reads a mapping from its first byte on, with a position of its own. */
public final class MemoryInputStream extends InputStream {
  private final LiveMemory memory;
  private long position;
  private long mark;
  private boolean closed;

  public MemoryInputStream(LiveMemory memory) {
    this.memory = memory;
  }

  private void requireOpen() throws IOException {
    if (closed || memory.isClosed()) {
      throw new IOException(closed ? "the stream is closed" : "the mapping is closed");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    requireOpen();
    if (length == 0) {
      return 0;
    }
    int count = (int) memory.readAt(position, MemorySegment.ofArray(target), offset, length);
    position += count;
    return count == 0 ? -1 : count;
  }

  private long rest() {
    return Math.max(0, memory.live().byteSize() - position);
  }

  @Override
  public long skip(long count) throws IOException {
    requireOpen();
    long skipped = Math.clamp(count, 0, rest());
    position += skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    requireOpen();
    return (int) Math.min(Integer.MAX_VALUE, rest());
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public void mark(int readLimit) {
    mark = position;
  }

  @Override
  public void reset() throws IOException {
    requireOpen();
    position = mark;
  }

  @Override
  public void close() {
    closed = true;
  }
}
