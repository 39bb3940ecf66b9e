package io.github.mmap4j;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Reads a mapping from its first byte on; the position is the stream's own. */
final class MmapInputStream extends InputStream {
  private final Mapping mapping;
  private long position;
  private long mark;
  private boolean closed;

  MmapInputStream(Mapping mapping) {
    this.mapping = mapping;
  }

  private void requireOpen() throws IOException {
    if (closed || mapping.isClosed()) {
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
    int count = (int) mapping.readAt(position, MemorySegment.ofArray(target), offset, length);
    position += count;
    return count == 0 ? -1 : count;
  }

  private long rest() {
    return Math.max(0, mapping.live().byteSize() - position);
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
