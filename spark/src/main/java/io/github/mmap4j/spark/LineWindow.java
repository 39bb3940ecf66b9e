package io.github.mmap4j.spark;

import io.github.mmap4j.Mmap;
import java.lang.foreign.MemorySegment;

/** A copy of some bytes of a file on the heap, where rows may refer to them. */
final class LineWindow {
  private static final byte[] NO_BYTES = {};

  private final Mmap text;
  private byte[] bytes = NO_BYTES;
  private MemorySegment segment = MemorySegment.ofArray(NO_BYTES);
  private long start;

  LineWindow(Mmap text) {
    this.text = text;
  }

  /** Copies bytes to a new array, because rows may still refer to the previous one. */
  void fill(long offset, int length) {
    byte[] fresh = new byte[length];
    text.copyTo(offset, fresh);
    bytes = fresh;
    segment = MemorySegment.ofArray(fresh);
    start = offset;
  }

  /** Returns whether all bytes from one offset to another are here. */
  boolean holds(long from, long to) {
    return from >= start && to <= start + bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  MemorySegment segment() {
    return segment;
  }

  /** {@return the offset of the first byte in the file} */
  long start() {
    return start;
  }

  /** {@return the offset after the last byte in the file} */
  long end() {
    return start + bytes.length;
  }

  /** {@return the index in {@link #bytes} of a byte of the file that is held} */
  int index(long offset) {
    return (int) (offset - start);
  }
}
