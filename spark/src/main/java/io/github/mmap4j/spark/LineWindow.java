package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A copy of some bytes of a file in an array. The array is used again for the next bytes, so rows
 * that refer to it are valid until then, as those of Spark's text source are until the next row.
 */
final class LineWindow implements TextBytes {
  private final LineFile file;
  private final byte[] bytes;
  private final MemorySegment segment;
  private long start;
  private int count;

  /** Makes an empty window of a file. */
  LineWindow(LineFile file, int capacity) {
    this.file = file;
    this.bytes = new byte[capacity];
    this.segment = MemorySegment.ofArray(bytes);
  }

  /** Reads as many bytes from an offset on as there are and have room. */
  void fill(long offset) throws IOException {
    start = offset;
    count = 0; // in case reading fails
    count = file.read(offset, bytes, (int) Math.min(bytes.length, file.length() - offset));
  }

  /** Returns whether it has all bytes that it can have: those before the end of the file. */
  boolean isFull() {
    return count == Math.min(bytes.length, file.length() - start);
  }

  /** Returns whether all bytes from one offset to another are here. */
  boolean holds(long from, long to) {
    return from >= start && to <= end();
  }

  byte[] bytes() {
    return bytes;
  }

  /** {@return the memory of {@link #bytes}} */
  MemorySegment segment() {
    return segment;
  }

  /** {@return the index in {@link #bytes} of an offset in the file} */
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
    return bytes[index(offset)] & 0xff;
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
    return offset(ByteScan.lastIndexOf(bytes, index(from), index(to), (byte) '\n', (byte) '\r'));
  }

  @Override
  public long count(Finder finder, long from, long to) {
    return finder.count(segment, index(from), index(to));
  }

  private long offset(long found) {
    return found < 0 ? found : start + found;
  }
}
