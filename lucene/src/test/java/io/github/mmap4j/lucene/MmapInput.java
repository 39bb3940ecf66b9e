package io.github.mmap4j.lucene;

import io.github.mmap4j.Mmap;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Reads an index file, or a part of one, through an {@link Mmap}. Clones and slices share the
 * mapping; only the input that owns the mapping closes it.
 */
final class MmapInput extends IndexInput implements RandomAccessInput {
  /** The mapping, or null for an empty file, which can't be mapped. */
  private final Mmap mmap;

  private final long start;
  private final long length;
  private final boolean owner;
  private long position;
  private boolean closed;

  MmapInput(String description, Mmap mmap) {
    this(description, mmap, 0, mmap == null ? 0 : mmap.length(), true);
  }

  private MmapInput(String description, Mmap mmap, long start, long length, boolean owner) {
    super(description);
    this.mmap = mmap;
    this.start = start;
    this.length = length;
    this.owner = owner;
  }

  private void requireOpen() {
    if (closed || (mmap != null && mmap.isClosed())) {
      throw new AlreadyClosedException("Already closed: " + this);
    }
  }

  private void requirePart(long from, long count) throws EOFException {
    requireOpen();
    if (from < 0 || count < 0 || count > length - from) {
      throw new EOFException(count + " bytes at " + from + " pass the end of " + this);
    }
  }

  /** A read from the mapping, which another thread may close at any time. */
  private interface Read<R> {
    R run();
  }

  private <R> R open(Read<R> read) {
    try {
      return read.run();
    } catch (IllegalStateException e) {
      if (mmap.isClosed()) {
        throw new AlreadyClosedException("Already closed: " + this, e);
      }
      throw e;
    }
  }

  // ---- reads at a given position

  @Override
  public byte readByte(long at) throws IOException {
    requirePart(at, 1);
    return open(() -> (byte) mmap.get(start + at));
  }

  @Override
  public void readBytes(long at, byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    requirePart(at, count);
    if (count > 0) {
      byte[] copy = open(() -> mmap.getSlice(start + at, start + at + count));
      System.arraycopy(copy, 0, bytes, offset, count);
    }
  }

  @Override
  public short readShort(long at) throws IOException {
    return (short) number(at, Short.BYTES);
  }

  @Override
  public int readInt(long at) throws IOException {
    return (int) number(at, Integer.BYTES);
  }

  @Override
  public long readLong(long at) throws IOException {
    return number(at, Long.BYTES);
  }

  /** Reads a number, which an index stores in little-endian order. */
  private long number(long at, int bytes) throws IOException {
    requirePart(at, bytes);
    return open(
        () -> {
          long number = 0;
          for (int i = 0; i < bytes; i++) {
            number |= (long) mmap.get(start + at + i) << (Byte.SIZE * i);
          }
          return number;
        });
  }

  // ---- reads at the current position

  private long advance(long count) {
    long at = position;
    position += count;
    return at;
  }

  @Override
  public byte readByte() throws IOException {
    byte value = readByte(position);
    advance(1);
    return value;
  }

  @Override
  public void readBytes(byte[] bytes, int offset, int count) throws IOException {
    readBytes(position, bytes, offset, count);
    advance(count);
  }

  @Override
  public short readShort() throws IOException {
    short value = readShort(position);
    advance(Short.BYTES);
    return value;
  }

  @Override
  public int readInt() throws IOException {
    int value = readInt(position);
    advance(Integer.BYTES);
    return value;
  }

  @Override
  public long readLong() throws IOException {
    long value = readLong(position);
    advance(Long.BYTES);
    return value;
  }

  @Override
  public long getFilePointer() {
    requireOpen();
    return position;
  }

  @Override
  public void seek(long at) throws IOException {
    requirePart(at, 0);
    position = at;
  }

  @Override
  public long length() {
    return length;
  }

  // ---- other inputs over the same mapping

  @Override
  public MmapInput clone() {
    MmapInput clone = part(toString(), 0, length);
    clone.position = position;
    return clone;
  }

  @Override
  public MmapInput slice(String description, long offset, long count) {
    if (offset < 0 || count < 0 || count > length - offset) {
      throw new IllegalArgumentException(
          "slice() " + description + " out of bounds: " + offset + ", " + count + " of " + this);
    }
    return part(getFullSliceDescription(description), offset, count);
  }

  private MmapInput part(String description, long offset, long count) {
    requireOpen();
    return new MmapInput(description, mmap, start + offset, count, false);
  }

  @Override
  public RandomAccessInput randomAccessSlice(long offset, long count) {
    return slice("randomaccess", offset, count);
  }

  @Override
  public void close() {
    closed = true;
    if (owner && mmap != null) {
      mmap.close();
    }
  }
}
