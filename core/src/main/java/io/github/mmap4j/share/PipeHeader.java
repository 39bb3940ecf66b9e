package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.internal.fault.FaultWatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/**
 * The counts and flags at the start of a pipe's memory. With these counts and flags, each side
 * follows the other side's progress and waits for it. Only one thread on each side uses the header.
 *
 * <p>A side publishes its count and then checks whether the other side waits. In a stream there is
 * no fence between the two steps: with a fence, each message would wait for the cache lines of the
 * previous message. Without a fence, the check may miss a flag that is being set. A missed flag
 * matters only for the last message, because every further message brings another check. A side
 * that wants to sleep therefore sets its flag, and keeps polling until the other side's store
 * buffer must have drained. Each sleep lasts at most 50 ms.
 */
final class PipeHeader {
  // Each variable is in a separate cache line, so that writing one does not slow access to the
  // others. The counts include all bytes ever sent and received; their difference is the number of
  // bytes in the ring.
  static final long SENT = 0;
  static final long ENDED = 64;
  static final long RECEIVED = 128;
  static final long RECEIVER_WAITS = 192;
  static final long SENDER_WAITS = 256;
  static final long LENGTH = 320;

  /** The value of a flag whose side waits for ample room. */
  static final long WAITS_FOR_BETTER = 1;

  /** The value of a flag whose side waits for any room, or for a message. */
  static final long WAITS_FOR_ANY = 2;

  /**
   * The offset of the lower half within a flag; the lower half is the int on which the system
   * waits.
   */
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  /** The maximum time to spin: somewhat longer than a system call or a reply takes. */
  private static final long MOST_SPIN_NANOS = 20_000;

  private static final long LEAST_SPIN_NANOS = 1_000;

  /** A time longer than a store buffer takes to drain. */
  private static final long STORE_NANOS = 1_000;

  /**
   * The maximum time to wait for ample room when just enough room may already be free. (Waiting for
   * a message has no such limit, because so short a timer would cost more than a round trip.)
   */
  private static final long PATIENCE_NANOS = 1_000_000;

  /**
   * The number of pauses before the first poll while a burst accumulates. Polls must be few,
   * because each takes the count's cache line from the sender.
   */
  private static final int LEAST_PAUSES = 16;

  /** The maximum number of pauses between polls. */
  private static final int MOST_PAUSES = 64;

  /**
   * The maximum number of consecutive calls to {@link #gathered} that return without waiting,
   * before one lets a burst accumulate again.
   */
  private static final int MOST_SKIPPED = 256;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final SharedWords words;
  private final MemorySegment memory;
  private final FaultWatch watch;
  private long spinNanos = MOST_SPIN_NANOS;
  private int toSkip;
  private int skipped;

  PipeHeader(SharedWords words) {
    this.words = words;
    this.memory = words.memory();
    this.watch = new FaultWatch(memory);
  }

  // ---- waiting

  /**
   * Waits until {@code better} holds or, after {@link #PATIENCE_NANOS}, until {@code possible}
   * holds; returns false if {@code possible} does not hold after the timeout. This side spins first
   * and then sleeps; while {@code flag} is set, the other side wakes the sleeper. After an
   * unsuccessful spin, the next spin is shorter, because spinning may keep the other side from
   * running.
   */
  boolean await(long flag, BooleanSupplier better, BooleanSupplier possible, long nanos)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean isForRoom = flag == SENDER_WAITS;
    int pauses = isForRoom ? MOST_PAUSES : 1; // a message is urgent, but room is not
    if (spin(better, Math.min(nanos, spinNanos), pauses)) {
      spinNanos = Math.min(2 * spinNanos, MOST_SPIN_NANOS);
      return true;
    }
    spinNanos = Math.max(spinNanos / 2, LEAST_SPIN_NANOS);
    while (true) {
      long passed = System.nanoTime() - start;
      boolean isPatient = isForRoom && passed < PATIENCE_NANOS;
      long limit = isPatient ? Math.min(nanos, PATIENCE_NANOS) : nanos;
      BooleanSupplier isOver = isPatient ? better : possible;
      long waits = isPatient ? WAITS_FOR_BETTER : WAITS_FOR_ANY;
      set(flag, waits);
      if (spin(isOver, STORE_NANOS, pauses)) {
        set(flag, 0);
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (passed >= nanos) {
        return possible.getAsBoolean();
      }
      if (passed < limit) {
        words.waitOnce(flag + LOW_HALF, (int) waits, limit - passed);
      }
    }
  }

  /**
   * Polls for {@code nanos} and once more, with at most {@code mostPauses} pauses between polls;
   * returns whether the wait is over.
   */
  private static boolean spin(BooleanSupplier isOver, long nanos, int mostPauses) {
    long start = System.nanoTime();
    int pauses = 1;
    while (true) {
      boolean isLast = System.nanoTime() - start >= nanos;
      if (isOver.getAsBoolean()) {
        return true;
      }
      if (isLast) {
        return false;
      }
      pause(pauses);
      pauses = Math.min(2 * pauses, mostPauses);
    }
  }

  private static void pause(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  /** Wakes the other side if {@code flag} shows that it is waiting. */
  void wakeIfWaiting(long flag) throws IOException {
    if (get(flag) != 0) {
      set(flag, 0);
      words.wake(flag + LOW_HALF);
    }
  }

  /**
   * Waits until the count of sent bytes stops growing, or for a few microseconds, and returns the
   * count. {@code sent} is the count as last read. A receiver that took each message as it arrived
   * would run in lockstep with the sender, and each message would cost several round trips between
   * processors. If nothing accumulates, as with requests and replies, later calls soon stop
   * waiting.
   */
  long gathered(long sent) {
    if (skipped < toSkip) {
      skipped++;
      return sent;
    }
    skipped = 0;
    toSkip = Math.min(2 * toSkip + 1, MOST_SKIPPED);
    long seen = sent;
    for (int pauses = LEAST_PAUSES; pauses <= MOST_PAUSES; pauses *= 2) {
      pause(pauses);
      long now = load(SENT);
      if (now == seen) {
        break;
      }
      seen = now;
      toSkip = 0;
    }
    return seen;
  }

  // ---- counts and flags

  /** Returns the current value of a count or flag. */
  long get(long offset) {
    long mark = begin();
    long value = load(offset);
    check(mark);
    return value;
  }

  /** Sets a count or flag; later reads by this side are not reordered before this write. */
  void set(long offset, long value) {
    long mark = begin();
    LONG.setVolatile(memory, offset, value);
    check(mark);
  }

  /** Returns the current value of a count or flag, for use within an operation. */
  long load(long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  /**
   * Sets a count within an operation; earlier writes by this side are not reordered after this
   * write.
   */
  void publish(long offset, long value, boolean isFenced) {
    if (isFenced) {
      LONG.setVolatile(memory, offset, value);
    } else {
      LONG.setRelease(memory, offset, value);
    }
  }

  /** Begins an operation of several steps and returns its mark. */
  long begin() {
    return watch.begin();
  }

  /** Throws if the memory has faulted since {@code mark}. */
  void check(long mark) {
    watch.check(mark);
  }
}
