package io.github.mmap4j.internal.access;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel over a mapping, with a position of its own. Reading and writing hold the monitor, so
 * that each call has its own range of positions.
 */
public final class MemoryChannel implements SeekableByteChannel {
  private final LiveMemory memory;
  private long position;
  private volatile boolean closed;

  public MemoryChannel(LiveMemory memory) {
    this.memory = memory;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    MemorySegment rest = MemorySegment.ofBuffer(target);
    int count = (int) memory.readAt(position, rest, 0, rest.byteSize());
    target.position(target.position() + count);
    position += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    requireOpen();
    try {
      memory.writable();
      if (!source.hasRemaining()) {
        return 0;
      }
      int count = (int) memory.writeFitting(position, MemorySegment.ofBuffer(source));
      source.position(source.position() + count);
      position += count;
      return count;
    } catch (ReadOnlyBufferException e) {
      throw nonWritable(e);
    } catch (BufferOverflowException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static NonWritableChannelException nonWritable(ReadOnlyBufferException cause) {
    NonWritableChannelException e = new NonWritableChannelException();
    e.initCause(cause);
    return e;
  }

  @Override
  public synchronized long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public synchronized MemoryChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("position " + newPosition + " is negative");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return memory.live().byteSize();
  }

  @Override
  public synchronized MemoryChannel truncate(long size) throws IOException {
    requireOpen();
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    try {
      memory.writable();
      if (size == 0 && memory.live().byteSize() > 0) {
        throw new IOException("a mapping can't be truncated to 0 bytes");
      }
      if (size < memory.live().byteSize()) {
        memory.resize(size);
      }
    } catch (ReadOnlyBufferException e) {
      throw nonWritable(e);
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return !closed && !memory.isClosed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
