package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.internal.mem.Faults;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The counts and flags that a pipe's memory begins with: how one side sees what the other writes,
 * and waits for it. For one thread a side.
 */
final class PipeHeader {
  /** Where in a count its lower half lies, which is what the system waits for. */
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  /** Somewhat longer than a call into the system and back; and longer than an answer takes. */
  private static final long MOST_SPIN_NANOS = 20_000;

  private static final long LEAST_SPIN_NANOS = 3_000;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final SharedWords words;
  private final MemorySegment memory;
  private long spinNanos = MOST_SPIN_NANOS;

  PipeHeader(SharedWords words) {
    this.words = words;
    this.memory = words.memory();
  }

  /**
   * Waits, first by looking, until it is {@code better} to go on, then by the system, until it is
   * possible at all: {@code flag} tells the other side to wake, and it is set before the last look.
   * How long it looks follows what that was good for: where the other side has no processor to run
   * on, looking only keeps it from one.
   */
  boolean await(long count, long flag, BooleanSupplier better, BooleanSupplier isOver, long nanos)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    if (spin(better, start, Math.min(nanos, spinNanos))) {
      spinNanos = Math.min(2 * spinNanos, MOST_SPIN_NANOS);
      return true;
    }
    spinNanos = Math.max(spinNanos / 2, LEAST_SPIN_NANOS);
    while (true) {
      set(flag, 1);
      long seen = get(count);
      if (isOver.getAsBoolean()) {
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long passed = System.nanoTime() - start;
      if (passed >= nanos) {
        return false;
      }
      words.waitOnce(count + LOW_HALF, (int) seen, nanos - passed);
    }
  }

  private static boolean spin(BooleanSupplier isOver, long start, long nanos) {
    while (System.nanoTime() - start < nanos) {
      if (isOver.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Wakes who waits for the count, if {@code flag} says that somebody does. */
  void wakeIfWaiting(long flag, long count) throws IOException {
    if (get(flag) != 0) {
      set(flag, 0);
      words.wake(count + LOW_HALF);
    }
  }

  /** The count or flag, as the other side has set it last. */
  long get(long offset) {
    return guard(() -> (long) LONG.getVolatile(memory, offset));
  }

  /** Sets it, after all that this side has written before. */
  void set(long offset, long value) {
    guard(
        () -> {
          LONG.setVolatile(memory, offset, value);
          return 0;
        });
  }

  /** Runs what touches the memory, so that its fault arrives here. */
  long guard(LongSupplier access) {
    return Faults.guardLong(memory, 0, memory.byteSize(), access);
  }
}
