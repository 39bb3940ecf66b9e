package io.github.mmap4j.internal.access;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/**
 * Copies in bulk between a mapping and arrays, buffers or segments. All arguments are checked
 * before the first byte is copied.
 */
public final class BulkCopy {
  /** The maximum number of bytes to byte-swap at a time before writing them. */
  private static final int PIECE = 1 << 16;

  private BulkCopy() {}

  // ---- arrays

  /**
   * Copies values from the memory to part of an array.
   *
   * @throws IllegalArgumentException if {@code target} is not an array of the layout's carrier type
   */
  public static void toArray(
      LiveMemory memory, ValueLayout layout, long offset, Object target, int index, int count) {
    LiveMemory.retrying(
        memory::readable,
        s -> {
          MemorySegment part = part(s, layout, offset, target, index, count);
          SegmentAccess.copyOut(s, offset, part, 0, part.byteSize());
          swap(layout, part, part);
          return null;
        });
  }

  /** Copies values from part of an array to the memory; the counterpart of {@link #toArray}. */
  public static void fromArray(
      LiveMemory memory, ValueLayout layout, long offset, Object source, int index, int count) {
    LiveMemory.retrying(
        memory::writable,
        s -> {
          MemorySegment part = part(s, layout, offset, source, index, count);
          if (isInOrder(layout)) {
            SegmentAccess.copyIn(s, offset, part);
            return null;
          }
          byte[] swapped = new byte[(int) Math.min(PIECE, part.byteSize())];
          for (long done = 0; done < part.byteSize(); done += PIECE) {
            long size = Math.min(PIECE, part.byteSize() - done);
            MemorySegment piece = MemorySegment.ofArray(swapped).asSlice(0, size);
            swap(layout, part.asSlice(done, size), piece);
            SegmentAccess.copyIn(s, offset + done, piece);
          }
          return null;
        });
  }

  private static MemorySegment segment(ValueLayout layout, Object array) {
    if (array.getClass().componentType() != layout.carrier()) {
      throw new IllegalArgumentException(
          array.getClass().getTypeName() + " is no array of the type of layout " + layout);
    }
    return switch (array) {
      case byte[] bytes -> MemorySegment.ofArray(bytes);
      case short[] shorts -> MemorySegment.ofArray(shorts);
      case char[] chars -> MemorySegment.ofArray(chars);
      case int[] ints -> MemorySegment.ofArray(ints);
      case long[] longs -> MemorySegment.ofArray(longs);
      case float[] floats -> MemorySegment.ofArray(floats);
      case double[] doubles -> MemorySegment.ofArray(doubles);
      default -> throw new IllegalArgumentException("no segment holds " + array.getClass());
    };
  }

  /**
   * Checks the ranges in the memory and in the array; returns the part of the array to copy to or
   * from.
   */
  private static MemorySegment part(
      MemorySegment s, ValueLayout layout, long offset, Object values, int index, int count) {
    MemorySegment array = segment(layout, values);
    long size = layout.byteSize();
    Objects.checkFromIndexSize(index, count, (int) (array.byteSize() / size));
    TypedAccess.require(s, layout, offset, count * size);
    return array.asSlice(index * size, count * size);
  }

  private static boolean isInOrder(ValueLayout layout) {
    return TypedAccess.isNative(layout) || layout.byteSize() == 1;
  }

  /**
   * Copies {@code from} to {@code to}, reversing each value's bytes unless the layout has the
   * native byte order.
   */
  private static void swap(ValueLayout layout, MemorySegment from, MemorySegment to) {
    if (!isInOrder(layout)) {
      ValueLayout unaligned = layout.withByteAlignment(1);
      ValueLayout inOrder = unaligned.withOrder(TypedAccess.NATIVE);
      long count = from.byteSize() / layout.byteSize();
      MemorySegment.copy(from, inOrder, 0, to, unaligned, 0, count);
    }
  }

  // ---- buffers and segments

  public static void toBuffer(LiveMemory memory, long offset, ByteBuffer target) {
    MemorySegment rest = MemorySegment.ofBuffer(target);
    LiveMemory.retrying(
        memory::readable,
        s -> {
          if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
          }
          return copyOut(memory, s, offset, rest);
        });
    target.position(target.limit());
  }

  public static void toSegment(LiveMemory memory, long offset, MemorySegment target) {
    LiveMemory.retrying(
        memory::readable,
        s -> {
          if (target.isReadOnly()) {
            throw new IllegalArgumentException("the target is a read-only segment: " + target);
          }
          return copyOut(memory, s, offset, target);
        });
  }

  private static Void copyOut(
      LiveMemory memory, MemorySegment s, long offset, MemorySegment target) {
    Objects.checkFromIndexSize(offset, target.byteSize(), s.byteSize());
    SegmentAccess.copyOut(s, offset, target, 0, target.byteSize());
    return null;
  }

  public static void fromBuffer(LiveMemory memory, long offset, ByteBuffer source) {
    fromSegment(memory, offset, MemorySegment.ofBuffer(source));
    source.position(source.limit());
  }

  public static void fromSegment(LiveMemory memory, long offset, MemorySegment source) {
    LiveMemory.retrying(
        memory::writable,
        s -> {
          Objects.checkFromIndexSize(offset, source.byteSize(), s.byteSize());
          SegmentAccess.copyIn(s, offset, source);
          return null;
        });
  }
}
