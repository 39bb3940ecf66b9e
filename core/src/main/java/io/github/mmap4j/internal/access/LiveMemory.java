package io.github.mmap4j.internal.access;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import java.util.function.Supplier;

// This file is longer than others, because every way to read and write must retry after a resize.
/**
 * Mapped memory that can be closed, or replaced by a resize, while other threads read and write it.
 *
 * <p>Reading and writing take no lock. The current segment is in a plain field. A reader that sees
 * an old segment finds its scope closed, waits for the thread that is replacing the segment, and
 * reads the field again.
 */
public abstract class LiveMemory {
  /**
   * The lock. Calls that need the memory to stay in place hold the lock shared; close and resize
   * hold it exclusively.
   */
  protected final CloseLock lock = new CloseLock();

  private final boolean isReadable;
  private final boolean isWritable;
  private final boolean isConfined;

  private MemorySegment segment;
  private MemorySegment toRead;
  private MemorySegment toWrite;

  protected LiveMemory(boolean isReadable, boolean isWritable, boolean isConfined) {
    this.isReadable = isReadable;
    this.isWritable = isWritable;
    this.isConfined = isConfined;
  }

  /** Replaces the segment with {@code next}. */
  protected final void publish(MemorySegment next) {
    segment = next;
    toRead = isReadable ? next : null;
    toWrite = isWritable ? next : null;
  }

  /** Changes the length of the memory and of its file. */
  public abstract void resize(long newLength) throws IOException;

  protected abstract RuntimeException notReadable();

  protected abstract RuntimeException notWritable();

  // ---- the segment: checks that it is open, and then that it is readable or writable

  /** Returns the current segment. */
  public final MemorySegment live() {
    MemorySegment s = segment;
    if (!s.scope().isAlive()) {
      return afterSwap();
    }
    if (isConfined) {
      requireOwner(s);
    }
    return s;
  }

  public final MemorySegment readable() {
    MemorySegment s = live();
    if (!isReadable) {
      throw notReadable();
    }
    return s;
  }

  public final MemorySegment writable() {
    MemorySegment s = live();
    requireWritable();
    return s;
  }

  /**
   * Throws an exception if the memory is read-only, even if it is closed. Assignments check this
   * first, as CPython does since 3.14.
   */
  public final void requireWritable() {
    if (!isWritable) {
      throw notWritable();
    }
  }

  /** Returns the segment for reading, without checks: it may be closed, or null if not readable. */
  final MemorySegment toRead() {
    return toRead;
  }

  /** Returns the segment for writing, without checks: it may be closed, or null if not writable. */
  final MemorySegment toWrite() {
    return toWrite;
  }

  public final boolean isClosed() {
    return lock.isClosed();
  }

  private MemorySegment afterSwap() {
    return locked(
        () -> {
          if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the mapping has no memory: a resize has failed");
          }
          return segment;
        });
  }

  /** Runs {@code call} if the mapping is open, and delays close and resize until it returns. */
  protected final <R, X extends Exception> R locked(CloseLock.Call<R, X> call) throws X {
    return lock.shared(
        () -> {
          requireOwner();
          return call.run();
        });
  }

  /** Throws an exception if the memory is confined to another thread. */
  protected final void requireOwner() {
    requireOwner(segment);
  }

  private static void requireOwner(MemorySegment s) {
    Thread current = Thread.currentThread();
    if (!s.isAccessibleBy(current)) {
      throw new WrongThreadException("the mapping is confined to a thread other than " + current);
    }
  }

  /**
   * Runs {@code body} with a segment from {@code source}; retries if a resize has replaced the
   * segment.
   */
  public static <R> R retrying(Supplier<MemorySegment> source, Function<MemorySegment, R> body) {
    while (true) {
      MemorySegment s = source.get();
      try {
        return body.apply(s);
      } catch (IllegalStateException e) {
        rethrowIfAlive(e, s);
      }
    }
  }

  /**
   * Returns normally if {@code s} was replaced or closed, so that the caller can retry; otherwise
   * rethrows {@code e}.
   */
  public static void rethrowIfAlive(IllegalStateException e, MemorySegment s) {
    if (s.scope().isAlive()) {
      throw e;
    }
  }

  // ---- memory: each access checks the guard's mark before and after, or takes the slow path

  /** Returns the unsigned byte at {@code index}; a negative index counts from the end. */
  public final int get(long index) {
    MemorySegment s = toRead;
    if (s != null && index >= 0 && index < s.byteSize()) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          int value = s.get(JAVA_BYTE, index) & 0xff;
          if (FaultGuard.holds(mark)) {
            return value;
          }
        }
      } catch (IllegalStateException | WrongThreadException e) {
        return getChecked(index); // checks closed, then readable, then the range
      }
    }
    return getChecked(index);
  }

  private int getChecked(long index) {
    return retrying(
        this::readable, now -> SegmentAccess.get(now, Slice.index(index, now.byteSize())));
  }

  /** Sets the byte at {@code index}; a negative index counts from the end. */
  public final void set(long index, int value) {
    MemorySegment s = toWrite;
    if (s != null && index >= 0 && index < s.byteSize() && (value & ~0xff) == 0) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isClean(mark)) {
          s.set(JAVA_BYTE, index, (byte) value);
          if (!FaultGuard.holds(mark)) {
            FaultGuard.settle(mark, s, index, index + 1);
          }
          return;
        }
      } catch (IllegalStateException | WrongThreadException e) {
        setChecked(index, value); // nothing has been stored yet
        return;
      }
    }
    setChecked(index, value);
  }

  private void setChecked(long index, int value) {
    requireWritable();
    unsigned(value);
    retrying(
        this::writable,
        now -> {
          SegmentAccess.set(now, Slice.index(index, now.byteSize()), value);
          return null;
        });
  }

  /**
   * Returns {@code value} if it is an unsigned byte.
   *
   * @throws IllegalArgumentException if {@code value} is outside 0 to 255
   */
  public static int unsigned(int value) {
    if ((value & ~0xff) != 0) {
      throw new IllegalArgumentException(value + " is not a byte, 0 to 255");
    }
    return value;
  }

  // ---- positional reading and writing, for callers that keep a position

  /**
   * Returns the unsigned byte at {@code position}.
   *
   * @throws java.nio.BufferUnderflowException if {@code position} is at or past the end
   */
  public final int readByteAt(long position) {
    while (true) {
      MemorySegment s = readable();
      if (position >= s.byteSize()) {
        throw new MappingUnderflowException(
            "no byte to read at " + position + ": the mapping ends at " + s.byteSize());
      }
      try {
        return SegmentAccess.get(s, position);
      } catch (IllegalStateException e) {
        rethrowIfAlive(e, s);
      }
    }
  }

  /**
   * Sets the byte at {@code position}. A wrong value is reported even if the mapping is closed, as
   * in CPython since 3.14.
   *
   * @throws java.nio.BufferOverflowException if {@code position} is at or past the end
   */
  public final void writeByteAt(long position, int value) {
    unsigned(value);
    while (true) {
      MemorySegment s = writable();
      if (position >= s.byteSize()) {
        throw new MappingOverflowException(
            "no byte to write at " + position + ": the mapping ends at " + s.byteSize());
      }
      try {
        SegmentAccess.set(s, position, value);
        return;
      } catch (IllegalStateException e) {
        rethrowIfAlive(e, s);
      }
    }
  }

  /**
   * Copies the line at {@code position}, if it is short, as {@link LineBuffer#copyLine} does. The
   * result may also be 0 after a concurrent resize.
   */
  public final int copyLine(long position, LineBuffer line) {
    MemorySegment s = readable();
    try {
      return line.copyLine(s, position);
    } catch (IllegalStateException e) {
      rethrowIfAlive(e, s);
      return 0;
    }
  }

  /**
   * Copies up to {@code max} bytes from {@code offset} on, and returns the number copied: 0 at or
   * past the end.
   */
  public final long readAt(long offset, MemorySegment target, long targetOffset, long max) {
    return retrying(
        this::readable,
        s -> {
          // If the mapping has become shorter, the offset may lie past its end.
          long from = Math.min(offset, s.byteSize());
          long count = Math.min(max, s.byteSize() - from);
          SegmentAccess.copyOut(s, from, target, targetOffset, count);
          return count;
        });
  }

  /**
   * Copies all of {@code source} to the memory at {@code offset}.
   *
   * @throws java.nio.BufferOverflowException if the bytes would extend past the end; in that case,
   *     nothing is written
   */
  public final void writeAt(long offset, MemorySegment source) {
    retrying(
        this::writable,
        s -> {
          if (source.byteSize() > s.byteSize() - offset) {
            throw new MappingOverflowException(
                source.byteSize()
                    + " bytes at "
                    + offset
                    + " pass the end of the mapping, "
                    + s.byteSize());
          }
          SegmentAccess.copyIn(s, offset, source);
          return null;
        });
  }

  /**
   * Copies as many bytes of {@code source} as fit to the memory at {@code offset}, and returns
   * their number. The source must not be empty.
   *
   * @throws java.nio.BufferOverflowException if no byte fits, because a caller that writes until
   *     all is written would never end
   */
  final long writeFitting(long offset, MemorySegment source) {
    return retrying(
        this::writable,
        s -> {
          long count = Math.min(source.byteSize(), s.byteSize() - offset);
          if (count <= 0) {
            throw new MappingOverflowException(
                source.byteSize()
                    + " bytes to write at "
                    + offset
                    + ": the mapping ends at "
                    + s.byteSize());
          }
          SegmentAccess.copyIn(s, offset, source.asSlice(0, count));
          return count;
        });
  }

  /**
   * Moves bytes as memmove does. Holds the lock throughout, because a retry after a concurrent
   * resize could move the bytes twice.
   */
  public final void move(long target, long source, long count) {
    locked(
        () -> {
          MemorySegment s = writable();
          requireMove(target, source, count, s.byteSize());
          SegmentAccess.move(s, source, s, target, count);
          return null;
        });
  }

  private static void requireMove(long target, long source, long count, long length) {
    if (target < 0
        || source < 0
        || count < 0
        || count > length - target
        || count > length - source) {
      throw new IllegalArgumentException(
          "move of %d bytes from %d to %d passes the mapping's bounds, 0 to %d"
              .formatted(count, source, target, length));
    }
  }
}
