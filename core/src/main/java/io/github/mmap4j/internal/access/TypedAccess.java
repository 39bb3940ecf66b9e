package io.github.mmap4j.internal.access;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Reads and writes values of 1, 2, 4 or 8 bytes at an offset, as {@link MemorySegment} does.
 *
 * <p>Only a layout's size, alignment and byte order matter. The memory is accessed through constant
 * layouts, because access is about 20 times slower if the JIT compiler does not know the layout as
 * a constant.
 *
 * <p>The methods for the four sizes differ only in type. Each method is written out in full, so
 * that its fast path does not depend on a lambda being inlined. If a check on the fast path fails,
 * the slow path is taken, which also rejects invalid arguments.
 */
public final class TypedAccess {
  static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private TypedAccess() {}

  // ---- reading

  public static byte getByte(LiveMemory memory, ValueLayout layout, long offset) {
    MemorySegment s = memory.toRead();
    if (s != null && isAligned(s, layout, offset)) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          byte value = s.get(JAVA_BYTE, offset);
          if (FaultGuard.holds(mark)) {
            return value;
          }
        }
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        // the slow path retries or reports the error
      }
    }
    return (byte) getSlowly(memory, layout, offset);
  }

  public static short getShort(LiveMemory memory, ValueLayout layout, long offset) {
    MemorySegment s = memory.toRead();
    if (s != null && isAligned(s, layout, offset)) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          short value = s.get(JAVA_SHORT_UNALIGNED, offset);
          if (FaultGuard.holds(mark)) {
            return isNative(layout) ? value : Short.reverseBytes(value);
          }
        }
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        // the slow path retries or reports the error
      }
    }
    short value = (short) getSlowly(memory, layout, offset);
    return isNative(layout) ? value : Short.reverseBytes(value);
  }

  public static int getInt(LiveMemory memory, ValueLayout layout, long offset) {
    MemorySegment s = memory.toRead();
    if (s != null && isAligned(s, layout, offset)) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          int value = s.get(JAVA_INT_UNALIGNED, offset);
          if (FaultGuard.holds(mark)) {
            return isNative(layout) ? value : Integer.reverseBytes(value);
          }
        }
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        // the slow path retries or reports the error
      }
    }
    int value = (int) getSlowly(memory, layout, offset);
    return isNative(layout) ? value : Integer.reverseBytes(value);
  }

  public static long getLong(LiveMemory memory, ValueLayout layout, long offset) {
    MemorySegment s = memory.toRead();
    if (s != null && isAligned(s, layout, offset)) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          long value = s.get(JAVA_LONG_UNALIGNED, offset);
          if (FaultGuard.holds(mark)) {
            return isNative(layout) ? value : Long.reverseBytes(value);
          }
        }
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        // the slow path retries or reports the error
      }
    }
    long value = getSlowly(memory, layout, offset);
    return isNative(layout) ? value : Long.reverseBytes(value);
  }

  /** Returns the value in native order, in the low bytes of a long. */
  private static long getSlowly(LiveMemory memory, ValueLayout layout, long offset) {
    return LiveMemory.retrying(
        memory::readable,
        s -> {
          long size = layout.byteSize();
          require(s, layout, offset, size);
          return FaultGuard.read(
              s, offset, offset + size, (bytes, at) -> get(bytes, at, (int) size));
        });
  }

  private static long get(MemorySegment bytes, long at, int size) {
    return switch (size) {
      case Byte.BYTES -> bytes.get(JAVA_BYTE, at);
      case Short.BYTES -> bytes.get(JAVA_SHORT_UNALIGNED, at);
      case Integer.BYTES -> bytes.get(JAVA_INT_UNALIGNED, at);
      default -> bytes.get(JAVA_LONG_UNALIGNED, at);
    };
  }

  // ---- writing: each value is stored once, and never again after a fault

  public static void setByte(LiveMemory memory, ValueLayout layout, long offset, byte value) {
    MemorySegment s = memory.toWrite();
    long mark = FaultGuard.mark();
    if (s != null && isAligned(s, layout, offset) && FaultGuard.isClean(mark)) {
      try {
        s.set(JAVA_BYTE, offset, value);
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        setSlowly(memory, layout, offset, value);
        return;
      }
      settle(mark, s, offset, Byte.BYTES);
    } else {
      setSlowly(memory, layout, offset, value);
    }
  }

  public static void setShort(LiveMemory memory, ValueLayout layout, long offset, short value) {
    short ordered = isNative(layout) ? value : Short.reverseBytes(value);
    MemorySegment s = memory.toWrite();
    long mark = FaultGuard.mark();
    if (s != null && isAligned(s, layout, offset) && FaultGuard.isClean(mark)) {
      try {
        s.set(JAVA_SHORT_UNALIGNED, offset, ordered);
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        setSlowly(memory, layout, offset, ordered);
        return;
      }
      settle(mark, s, offset, Short.BYTES);
    } else {
      setSlowly(memory, layout, offset, ordered);
    }
  }

  public static void setInt(LiveMemory memory, ValueLayout layout, long offset, int value) {
    int ordered = isNative(layout) ? value : Integer.reverseBytes(value);
    MemorySegment s = memory.toWrite();
    long mark = FaultGuard.mark();
    if (s != null && isAligned(s, layout, offset) && FaultGuard.isClean(mark)) {
      try {
        s.set(JAVA_INT_UNALIGNED, offset, ordered);
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        setSlowly(memory, layout, offset, ordered);
        return;
      }
      settle(mark, s, offset, Integer.BYTES);
    } else {
      setSlowly(memory, layout, offset, ordered);
    }
  }

  public static void setLong(LiveMemory memory, ValueLayout layout, long offset, long value) {
    long ordered = isNative(layout) ? value : Long.reverseBytes(value);
    MemorySegment s = memory.toWrite();
    long mark = FaultGuard.mark();
    if (s != null && isAligned(s, layout, offset) && FaultGuard.isClean(mark)) {
      try {
        s.set(JAVA_LONG_UNALIGNED, offset, ordered);
      } catch (IndexOutOfBoundsException | IllegalStateException | WrongThreadException e) {
        setSlowly(memory, layout, offset, ordered);
        return;
      }
      settle(mark, s, offset, Long.BYTES);
    } else {
      setSlowly(memory, layout, offset, ordered);
    }
  }

  private static void settle(long mark, MemorySegment s, long offset, int size) {
    if (!FaultGuard.holds(mark)) {
      FaultGuard.settle(mark, s, offset, offset + size);
    }
  }

  /** Writes the low bytes of {@code value}, which are in native order. */
  private static void setSlowly(LiveMemory memory, ValueLayout layout, long offset, long value) {
    LiveMemory.retrying(
        memory::writable,
        s -> {
          int size = (int) layout.byteSize();
          require(s, layout, offset, size);
          if (FaultGuard.isDirect(s)) {
            return FaultGuard.change(s, offset, offset + size, () -> set(s, offset, size, value));
          }
          MemorySegment bytes = MemorySegment.ofArray(new byte[size]);
          set(bytes, 0, size, value);
          FaultGuard.write(bytes, 0, s, offset, size);
          return null;
        });
  }

  private static Void set(MemorySegment bytes, long at, int size, long value) {
    switch (size) {
      case Byte.BYTES -> bytes.set(JAVA_BYTE, at, (byte) value);
      case Short.BYTES -> bytes.set(JAVA_SHORT_UNALIGNED, at, (short) value);
      case Integer.BYTES -> bytes.set(JAVA_INT_UNALIGNED, at, (int) value);
      default -> bytes.set(JAVA_LONG_UNALIGNED, at, value);
    }
    return null;
  }

  // ---- layouts

  static boolean isNative(ValueLayout layout) {
    return layout.order() == NATIVE;
  }

  private static boolean isAligned(MemorySegment s, ValueLayout layout, long offset) {
    return ((s.address() + offset) & (layout.byteAlignment() - 1)) == 0;
  }

  /**
   * Checks the bounds of a range of {@code size} bytes, and the alignment of its first value.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the segment
   * @throws IllegalArgumentException if the first value is not aligned as the layout requires
   */
  static void require(MemorySegment s, ValueLayout layout, long offset, long size) {
    Objects.checkFromIndexSize(offset, size, s.byteSize());
    if (!isAligned(s, layout, offset)) {
      throw new IllegalArgumentException(
          "offset %d is at address %#x, which is not a multiple of %d, the alignment of layout %s"
              .formatted(offset, s.address() + offset, layout.byteAlignment(), layout));
    }
  }
}
