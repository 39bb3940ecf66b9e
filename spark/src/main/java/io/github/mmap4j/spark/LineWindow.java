package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A copy of some bytes of a file. It is searched outside the heap, and copied to an array only if
 * lines of it are looked at. Both are used again for the next bytes, so rows that refer to the
 * array are valid until then, as those of Spark's text source are until the next row.
 */
final class LineWindow implements TextBytes {
  private final LineFile file;
  private final int capacity;
  private final ByteBuffer buffer;
  private final MemorySegment segment;
  private long start;
  private int count;

  /** A copy of the buffer, or null if there has not been one yet. */
  private byte[] array;

  /** Whether the array has the bytes that the buffer has. */
  private boolean isCopied;

  /**
   * Makes an empty window of a file.
   *
   * @param capacity the most bytes to read, at most {@link ReadBuffer#SIZE}
   * @param memory where to read the bytes to, which no other window uses meanwhile
   */
  LineWindow(LineFile file, int capacity, ReadBuffer memory) {
    this.file = file;
    this.capacity = capacity;
    this.buffer = memory.buffer();
    this.segment = MemorySegment.ofBuffer(buffer.clear()).asSlice(0, capacity);
  }

  /** Reads as many bytes from an offset on as there are and have room. */
  void fill(long offset) throws IOException {
    start = offset;
    count = 0; // in case reading fails
    isCopied = false;
    count = file.read(offset, buffer, (int) Math.min(capacity, file.length() - offset));
  }

  /** Returns whether it has all bytes that it can have: those before the end of the file. */
  boolean isFull() {
    return count == Math.min(capacity, file.length() - start);
  }

  /** Returns whether all bytes from one offset to another are here. */
  boolean holds(long from, long to) {
    return from >= start && to <= end();
  }

  /** {@return an array with the bytes, which begin at index 0} */
  byte[] bytes() {
    if (!isCopied) {
      if (array == null) {
        array = new byte[capacity];
      }
      buffer.get(0, array, 0, count);
      isCopied = true;
    }
    return array;
  }

  /** {@return the bytes outside the heap; those at and after {@link #end} are meaningless} */
  MemorySegment segment() {
    return segment;
  }

  /** {@return the index in {@link #bytes} and {@link #segment} of an offset in the file} */
  int index(long offset) {
    return (int) (offset - start);
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return start + count;
  }

  @Override
  public int get(long offset) {
    return buffer.get(Objects.checkIndex(index(offset), count)) & 0xff;
  }

  @Override
  public long find(Finder finder, long from, long to) {
    return offset(finder.find(segment, index(from), index(to)));
  }

  @Override
  public long rfind(Finder finder, long from, long to) {
    return offset(finder.rfind(segment, index(from), index(to)));
  }

  @Override
  public long lastNewline(long from, long to) {
    if (!isCopied) {
      return TextBytes.super.lastNewline(from, to);
    }
    // Where lines are looked at, the newline is near, and starting two searches takes longer.
    return offset(ByteScan.lastIndexOf(array, index(from), index(to), (byte) '\n', (byte) '\r'));
  }

  @Override
  public long count(Finder finder, long from, long to) {
    return finder.count(segment, index(from), index(to));
  }

  private long offset(long found) {
    return found < 0 ? found : start + found;
  }
}
