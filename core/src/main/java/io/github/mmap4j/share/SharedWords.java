package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.IpcCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;

// This file is long because a third of it documents the contract, and because ints and longs need
// the same methods.
/**
 * Ints and longs in shared memory, which several processes can change and wait on. Each number is
 * addressed by its offset in bytes and stored in native byte order. Each operation is atomic.
 * Between processes, operations are ordered as accesses to volatile variables are between threads.
 *
 * {@snippet :
 * try (SharedWords words = memory.words()) {
 *   words.getAndAddLong(0, 1);      // a counter that all processes share
 *   words.setInt(8, 1);             // a flag; the next line wakes its waiters
 *   words.wake(8);
 * }
 * }
 *
 * <p>Methods throw {@link IllegalArgumentException} unless the offset is a multiple of the number's
 * size, 4 or 8. If the number is not inside the memory, methods throw {@link
 * IndexOutOfBoundsException}. Writing to read-only memory throws {@link
 * java.nio.ReadOnlyBufferException}. After close, all methods that access the memory throw {@link
 * IllegalStateException}. If the memory is truncated, methods that access it throw {@link
 * io.github.mmap4j.MappingFaultException}; {@link Seal#SHRINK} prevents truncation. Without a
 * {@linkplain io.github.mmap4j.Capability#FAULT_GUARD guard}, the methods that add or compare check
 * the memory with a read first. If another process truncates the memory between the check and the
 * change, this process crashes.
 *
 * <p>Any thread may call any method.
 */
public final class SharedWords implements AutoCloseable {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  /**
   * The maximum time of a single wait. After each wait, a waiter checks whether this object was
   * closed. The waiter also reads the number again, because the process that changed the number may
   * have been killed before waking anyone.
   */
  private static final long SLICE_NANOS = 50_000_000;

  /** The time between polls on systems that can't wake waiters in other processes. */
  private static final long POLL_NANOS = 1_000_000;

  private final ReadWriteLock calls = new ReentrantReadWriteLock();
  private final Mmap mmap;
  private final MemorySegment memory;
  private final boolean fixed;
  private final IpcCalls system;

  /**
   * Creates words over a mapping.
   *
   * @param fixed whether the mapping's memory can't be truncated
   * @param system the calls that wait and wake; null if waiters must poll
   */
  SharedWords(Mmap mmap, boolean fixed, IpcCalls system) {
    this.system = system;
    this.mmap = mmap;
    this.memory = mmap.asSegment();
    this.fixed = fixed;
  }

  /** {@return the length of the memory in bytes} */
  public long length() {
    return memory.byteSize();
  }

  /**
   * {@return the int at {@code offset}}
   *
   * @param offset a multiple of 4
   */
  public int getInt(long offset) {
    check(offset, Integer.BYTES);
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      int value = (int) INT.getVolatile(memory, offset);
      if (FaultGuard.holds(mark)) {
        return value;
      }
    }
    return FaultGuard.read(
        memory, offset, offset + Integer.BYTES, (bytes, at) -> bytes.get(JAVA_INT_UNALIGNED, at));
  }

  /**
   * Sets the int at {@code offset}.
   *
   * @param offset a multiple of 4
   * @param value the new value
   */
  public void setInt(long offset, int value) {
    checkWritable(offset, Integer.BYTES);
    change(
        offset,
        Integer.BYTES,
        () -> {
          INT.setVolatile(memory, offset, value);
          return 0;
        });
  }

  /**
   * Adds to the int at {@code offset}, which overflows as a Java int does.
   *
   * @param offset a multiple of 4
   * @param delta the number to add
   * @return the previous value
   */
  public int getAndAddInt(long offset, int delta) {
    touch(offset, Integer.BYTES);
    return (int) change(offset, Integer.BYTES, () -> (int) INT.getAndAdd(memory, offset, delta));
  }

  /**
   * Sets the int at {@code offset} if its value is {@code expected}.
   *
   * @param offset a multiple of 4
   * @param expected the value that the number must have
   * @param value the new value
   * @return whether the number had that value and was set
   */
  public boolean compareAndSetInt(long offset, int expected, int value) {
    touch(offset, Integer.BYTES);
    return change(
            offset, Integer.BYTES, () -> INT.compareAndSet(memory, offset, expected, value) ? 1 : 0)
        == 1;
  }

  /**
   * {@return the long at {@code offset}}
   *
   * @param offset a multiple of 8
   */
  public long getLong(long offset) {
    check(offset, Long.BYTES);
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      long value = (long) LONG.getVolatile(memory, offset);
      if (FaultGuard.holds(mark)) {
        return value;
      }
    }
    return FaultGuard.read(
        memory, offset, offset + Long.BYTES, (bytes, at) -> bytes.get(JAVA_LONG_UNALIGNED, at));
  }

  /**
   * Sets the long at {@code offset}.
   *
   * @param offset a multiple of 8
   * @param value the new value
   */
  public void setLong(long offset, long value) {
    checkWritable(offset, Long.BYTES);
    change(
        offset,
        Long.BYTES,
        () -> {
          LONG.setVolatile(memory, offset, value);
          return 0;
        });
  }

  /**
   * Adds to the long at {@code offset}, which overflows as a Java long does.
   *
   * @param offset a multiple of 8
   * @param delta the number to add
   * @return the previous value
   */
  public long getAndAddLong(long offset, long delta) {
    touch(offset, Long.BYTES);
    return change(offset, Long.BYTES, () -> (long) LONG.getAndAdd(memory, offset, delta));
  }

  /**
   * Sets the long at {@code offset} if its value is {@code expected}.
   *
   * @param offset a multiple of 8
   * @param expected the value that the number must have
   * @param value the new value
   * @return whether the number had that value and was set
   */
  public boolean compareAndSetLong(long offset, long expected, long value) {
    touch(offset, Long.BYTES);
    return change(
            offset, Long.BYTES, () -> LONG.compareAndSet(memory, offset, expected, value) ? 1 : 0)
        == 1;
  }

  // ---- waiting

  /**
   * Waits while the int at {@code offset} is {@code value}. To end the wait, another process or
   * thread changes the int and calls {@link #wake}. A change without a wake is noticed within 50
   * ms. On Linux, this method calls {@code futex(2)}. On macOS and Windows, waiters can't be woken,
   * so they poll every millisecond. On Windows, {@code WaitOnAddress} works only between threads of
   * one process; on macOS, {@code os_sync_wait_on_address} works between processes only since
   * version 14.4.
   *
   * @param offset a multiple of 4
   * @param value the value that keeps the caller waiting
   * @param timeout the maximum time to wait
   * @return true if the int has a different value now; false after the timeout
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalStateException if this object is closed during the wait
   * @throws IOException if the system refuses
   */
  public boolean waitWhile(long offset, int value, Duration timeout)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long nanos = saturated(timeout);
    while (getInt(offset) == value) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      waitOnce(offset, value, left);
    }
    return true;
  }

  static long saturated(Duration timeout) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }

  /**
   * Works like {@link #waitWhile(long, int, Duration)}, but without a timeout.
   *
   * @param offset a multiple of 4
   * @param value the value that keeps the caller waiting
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalStateException if this object is closed during the wait
   * @throws IOException if the system refuses
   */
  public void waitWhile(long offset, int value) throws IOException, InterruptedException {
    while (!waitWhile(offset, value, Duration.ofNanos(Long.MAX_VALUE))) {
      Thread.onSpinWait();
    }
  }

  /** Returns the memory, which {@link #close} unmaps. */
  MemorySegment memory() {
    return memory;
  }

  /**
   * Waits once, until woken or timed out; may return immediately if the int is not {@code value}.
   */
  void waitOnce(long offset, int value, long nanos) throws IOException {
    calls.readLock().lock();
    try {
      if (system == null) {
        LockSupport.parkNanos(Math.min(nanos, POLL_NANOS));
        return;
      }
      int result =
          system.waitWhile(
              memory.asSlice(offset, Integer.BYTES), value, Math.min(nanos, SLICE_NANOS));
      if (result < 0
          && result != -Errno.EAGAIN
          && result != -Errno.ETIMEDOUT
          && result != -Errno.EFAULT // the next read will meet the fault
          && result != -Errno.EINTR) {
        throw Failure.of("futex", "FUTEX_WAIT, offset=" + offset, -result, null);
      }
    } finally {
      calls.readLock().unlock();
    }
  }

  /**
   * Wakes all waiters on the int at {@code offset}, in all processes, so that they read the int
   * again.
   *
   * @param offset a multiple of 4
   * @return the number of waiters woken; 0 on macOS and Windows, where waiters poll
   * @throws IOException if the system refuses
   */
  public int wake(long offset) throws IOException {
    check(offset, Integer.BYTES);
    if (system == null) {
      getInt(offset); // throws if this object is closed
      return 0;
    }
    calls.readLock().lock();
    try {
      int woken = system.wake(memory.asSlice(offset, Integer.BYTES), Integer.MAX_VALUE);
      if (woken < 0) {
        throw Failure.of("futex", "FUTEX_WAKE, offset=" + offset, -woken, null);
      }
      return woken;
    } finally {
      calls.readLock().unlock();
    }
  }

  /**
   * Unmaps the memory. In threads that wait on a number, {@link #waitWhile} throws {@link
   * IllegalStateException} within 50 ms.
   */
  @Override
  public void close() {
    calls.writeLock().lock();
    try {
      mmap.close();
    } finally {
      calls.writeLock().unlock();
    }
  }

  // ---- checks

  private void check(long offset, int bytes) {
    if (offset < 0 || offset > memory.byteSize() - bytes) {
      throw new IndexOutOfBoundsException(
          "%d bytes at offset %d pass the memory's bounds, 0 to %d"
              .formatted(bytes, offset, memory.byteSize()));
    }
    if (offset % bytes != 0) {
      throw new IllegalArgumentException(
          "offset " + offset + " is not a multiple of " + bytes + ", as an atomic access needs");
    }
  }

  private void checkWritable(long offset, int bytes) {
    check(offset, bytes);
    if (memory.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
  }

  /**
   * Checks the access. Without a guard, also reads the memory, so that truncated memory causes a
   * fault before the change.
   */
  private void touch(long offset, int bytes) {
    checkWritable(offset, bytes);
    if (!fixed && !FaultGuard.isDirect(memory)) {
      FaultGuard.copy(memory, offset, 1);
    }
  }

  /** Runs {@code access} once, to change a number. */
  private long change(long offset, int bytes, LongSupplier access) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      long result = access.getAsLong();
      if (!FaultGuard.holds(mark)) {
        FaultGuard.settle(mark, memory, offset, offset + bytes);
      }
      return result;
    }
    return FaultGuard.change(memory, offset, offset + bytes, access::getAsLong);
  }
}
