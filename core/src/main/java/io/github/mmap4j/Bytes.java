package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/** Checks and copies of bytes that users pass. */
final class Bytes {
  private Bytes() {}

  /**
   * {@code value}, if it is an unsigned byte.
   *
   * @throws IllegalArgumentException if it is not
   */
  static int unsigned(int value) {
    if ((value & ~0xff) != 0) {
      throw new IllegalArgumentException(value + " is not a byte, 0 to 255");
    }
    return value;
  }

  /** {@code source}, or a copy where writing to {@code target} could change it on the way. */
  static MemorySegment apartFrom(MemorySegment target, MemorySegment source) {
    if (!source.isNative() || target.asOverlappingSlice(source).isEmpty()) {
      return source;
    }
    MemorySegment copy = MemorySegment.ofArray(new byte[FaultGuard.arrayLength(source.byteSize())]);
    FaultGuard.copy(source, 0, copy, 0, source.byteSize());
    return copy;
  }
}
