package io.github.mmap4j.internal.access;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.BufferOverflowException;
import java.util.Objects;

/** A stream that overwrites a mapping from its first byte on, with a position of its own. */
public final class MemoryOutputStream extends OutputStream {
  private final LiveMemory memory;
  private long position;
  private boolean closed;

  public MemoryOutputStream(LiveMemory memory) {
    this.memory = memory;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (closed || memory.isClosed()) {
      throw new IOException(closed ? "the stream is closed" : "the mapping is closed");
    }
    if (length == 0) {
      return;
    }
    try {
      memory.writeAt(position, MemorySegment.ofArray(source).asSlice(offset, length));
    } catch (BufferOverflowException e) {
      throw new IOException(e.getMessage(), e);
    }
    position += length;
  }

  @Override
  public void close() {
    closed = true;
  }
}
