package io.github.mmap4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A mapping as a channel; the position is the channel's own. */
final class MmapChannel implements SeekableByteChannel {
  private final Mapping mapping;
  private long position;
  private boolean closed;

  MmapChannel(Mapping mapping) {
    this.mapping = mapping;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    MemorySegment rest = MemorySegment.ofBuffer(target);
    int count = (int) mapping.readAt(position, rest, 0, rest.byteSize());
    target.position(target.position() + count);
    position += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    try {
      mapping.writable();
      if (!source.hasRemaining()) {
        return 0;
      }
      mapping.writeAt(position, MemorySegment.ofBuffer(source));
    } catch (ReadOnlyBufferException e) {
      throw nonWritable(e);
    } catch (BufferOverflowException e) {
      throw new IOException(e.getMessage(), e);
    }
    int count = source.remaining();
    source.position(source.limit());
    position += count;
    return count;
  }

  private static NonWritableChannelException nonWritable(ReadOnlyBufferException cause) {
    NonWritableChannelException e = new NonWritableChannelException();
    e.initCause(cause);
    return e;
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public MmapChannel position(long newPosition) throws IOException {
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
    return mapping.live().byteSize();
  }

  @Override
  public MmapChannel truncate(long size) throws IOException {
    requireOpen();
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    try {
      mapping.writable();
      if (size == 0) {
        throw new IOException("a mapping can't be truncated to 0 bytes");
      }
      if (size < mapping.live().byteSize()) {
        mapping.resize(size);
      }
    } catch (ReadOnlyBufferException e) {
      throw nonWritable(e);
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return !closed && !mapping.isClosed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
