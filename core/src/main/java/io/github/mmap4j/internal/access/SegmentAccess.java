package io.github.mmap4j.internal.access;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes a segment of mapped memory. Every access checks the guard's mark before and
 * after, or takes the guard's slow path.
 */
public final class SegmentAccess {
  /**
   * The maximum number of bytes to copy at a time between mapped segments, or to or from a slice
   * whose step is not 1.
   */
  private static final long PIECE = 1 << 16;

  /**
   * The maximum number of bytes to copy at a time to or from the heap. After a fault, a read
   * retries only one piece of this size.
   */
  private static final long HEAP_PIECE = 1 << 20;

  private SegmentAccess() {}

  public static int get(MemorySegment s, long offset) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      int value = s.get(JAVA_BYTE, offset) & 0xff;
      if (FaultGuard.holds(mark)) {
        return value;
      }
    }
    return FaultGuard.read(s, offset, offset + 1, (bytes, at) -> bytes.get(JAVA_BYTE, at) & 0xff);
  }

  public static void set(MemorySegment s, long offset, int value) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      s.set(JAVA_BYTE, offset, (byte) value);
      if (!FaultGuard.holds(mark)) {
        FaultGuard.settle(mark, s, offset, offset + 1);
      }
    } else {
      byte[] bytes = {(byte) value};
      FaultGuard.write(MemorySegment.ofArray(bytes), 0, s, offset, 1);
    }
  }

  /** Copies {@code count} bytes, starting at {@code offset}, to {@code target}. */
  public static void copyOut(
      MemorySegment s, long offset, MemorySegment target, long targetOffset, long count) {
    if (target.isNative()) {
      move(s, offset, target, targetOffset, count);
      return;
    }
    for (long done = 0; done < count; done += HEAP_PIECE) {
      long size = Math.min(HEAP_PIECE, count - done);
      FaultGuard.copy(s, offset + done, target, targetOffset + done, size);
    }
  }

  /** Fills {@code target} with the bytes from {@code offset} on. */
  public static void copyOut(MemorySegment s, long offset, byte[] target) {
    // A long, because the offset after the last piece may be too large for an int.
    for (long done = 0; done < target.length; done += HEAP_PIECE) {
      int size = (int) Math.min(HEAP_PIECE, target.length - done);
      FaultGuard.copy(s, offset + done, target, (int) done, size);
    }
  }

  /** Copies the bytes of {@code slice} to {@code target}, which has the same length. */
  public static void copyOut(MemorySegment s, Slice slice, byte[] target) {
    if (slice.step() == 1) {
      copyOut(s, slice.start(), target);
    } else {
      copyStepping(s, slice, target);
    }
  }

  private static void copyStepping(MemorySegment s, Slice slice, byte[] target) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      for (int i = 0; i < target.length; i++) {
        target[i] = s.get(JAVA_BYTE, slice.at(i));
      }
      if (FaultGuard.holds(mark)) {
        return;
      }
    }
    long low = slice.low();
    if (FaultGuard.isDirect(s) || slice.high() - low <= PIECE) {
      FaultGuard.read(
          s,
          low,
          slice.high(),
          (bytes, at) -> {
            for (int i = 0; i < target.length; i++) {
              target[i] = bytes.get(JAVA_BYTE, at + slice.at(i) - low);
            }
            return null;
          });
      return;
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) get(s, slice.at(i));
    }
  }

  /** Copies {@code source}, as it was before the call, to the bytes of {@code slice}. */
  public static void copyIn(MemorySegment s, Slice slice, MemorySegment source) {
    if (slice.step() == 1) {
      copyIn(s, slice.start(), source);
      return;
    }
    MemorySegment bytes = apartFrom(s, source);
    byte[] piece = new byte[(int) Math.min(slice.count(), PIECE)];
    for (long done = 0; done < slice.count(); done += PIECE) {
      int size = (int) Math.min(PIECE, slice.count() - done);
      FaultGuard.copy(bytes, done, MemorySegment.ofArray(piece), 0, size);
      long first = done;
      FaultGuard.change(
          s,
          slice.low(),
          slice.high(),
          () -> {
            for (int i = 0; i < size; i++) {
              s.set(JAVA_BYTE, slice.at(first + i), piece[i]);
            }
            return null;
          });
    }
  }

  /**
   * Copies all of {@code source} to {@code offset}; {@code source} may be part of the same mapping.
   */
  public static void copyIn(MemorySegment s, long offset, MemorySegment source) {
    long count = source.byteSize();
    if (source.isNative()) {
      move(source, 0, s, offset, count);
      return;
    }
    for (long done = 0; done < count; done += HEAP_PIECE) {
      FaultGuard.write(source, done, s, offset + done, Math.min(HEAP_PIECE, count - done));
    }
  }

  /**
   * Copies between mapped segments as memmove does. Copies through the heap, so that zeros from a
   * truncated source never reach the target.
   */
  static void move(MemorySegment source, long from, MemorySegment target, long to, long count) {
    byte[] piece = new byte[(int) Math.min(count, PIECE)];
    MemorySegment bytes = MemorySegment.ofArray(piece);
    long distance = target.address() + to - source.address() - from;
    boolean backward =
        0 < distance && distance < count; // otherwise readers see the first part first
    for (long done = 0; done < count; done += PIECE) {
      long size = Math.min(PIECE, count - done);
      long at = backward ? count - done - size : done;
      FaultGuard.copy(source, from + at, bytes, 0, size);
      FaultGuard.write(bytes, 0, target, to + at, size);
    }
  }

  /** Returns {@code source}, or a copy of it if it overlaps {@code target}. */
  private static MemorySegment apartFrom(MemorySegment target, MemorySegment source) {
    if (!source.isNative() || target.asOverlappingSlice(source).isEmpty()) {
      return source;
    }
    MemorySegment copy = MemorySegment.ofArray(new byte[FaultGuard.arrayLength(source.byteSize())]);
    FaultGuard.copy(source, 0, copy, 0, source.byteSize());
    return copy;
  }
}
