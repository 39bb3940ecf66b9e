package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.internal.fault.FaultWatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/**
 * The counts and flags that a pipe's memory begins with: how one side sees what the other writes,
 * and waits for it. For one thread a side.
 *
 * <p>A side publishes its count and then looks whether the other waits. In a stream there is no
 * fence between the two: with one, each message would wait until the memory of the one before has
 * come over from the other processor. So there the look may miss a flag that was set that very
 * instant, which counts for the last message only, as the next one is followed by another look.
 * Therefore who is to sleep sets the flag and then goes on looking for longer than a processor
 * keeps a store to itself; and sleeps a twentieth of a second at most.
 */
final class PipeHeader {
  // Each lies in a cache line of its own, as each has its own writer. The counts are of all bytes
  // ever sent and received; they differ by what is in the ring.
  static final long SENT = 0;
  static final long ENDED = 64;
  static final long RECEIVED = 128;
  static final long RECEIVER_WAITS = 192;
  static final long SENDER_WAITS = 256;
  static final long LENGTH = 320;

  /** In a flag: to be woken once it is better to go on. */
  static final long WAITS_FOR_BETTER = 1;

  /** In a flag: to be woken at each change. */
  static final long WAITS_FOR_ANY = 2;

  /** Where in a flag its lower half lies, which is what the system waits for. */
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  /** Somewhat longer than a call into the system and back; and longer than an answer takes. */
  private static final long MOST_SPIN_NANOS = 20_000;

  private static final long LEAST_SPIN_NANOS = 1_000;

  /** Longer than a store takes to become visible. */
  private static final long STORE_NANOS = 1_000;

  /**
   * How long it is waited for more room, where what is needed may be there. (A message is waited
   * for longer at a time: a timer that is so near costs more than the way there and back.)
   */
  private static final long PATIENCE_NANOS = 1_000_000;

  /**
   * How long a burst is let grow at most, in pauses: the first and the last time before a look. A
   * look takes the count's cache line away from the sender, so they are to be few.
   */
  private static final int LEAST_PAUSES = 16;

  private static final int MOST_PAUSES = 64;

  /** How many bursts are taken as they come, at most, before one is let grow again. */
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
   * Waits, first by looking and then by the system, until it is {@code better} to go on, or after
   * some time until it is possible at all. {@code flag} tells the other side to wake this one. How
   * long it looks follows what that was good for: where the other side has no processor to run on,
   * looking only keeps it from one.
   */
  boolean await(long flag, BooleanSupplier better, BooleanSupplier possible, long nanos)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean isForRoom = flag == SENDER_WAITS;
    int pauses = isForRoom ? MOST_PAUSES : 1; // a message is urgent, room is not
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

  /** Looks once after that time too, with so many pauses between two looks at most. */
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

  /** Wakes who waits, if {@code flag} says that somebody does. */
  void wakeIfWaiting(long flag) throws IOException {
    if (get(flag) != 0) {
      set(flag, 0);
      words.wake(flag + LOW_HALF);
    }
  }

  /**
   * What has been sent, {@code sent} at first, once it has stopped growing or has grown for some
   * microseconds. A receiver that took each message as it comes would work in lockstep with the
   * sender, and each message would cost the way between two processors several times. Where nothing
   * gathers, as in talk, it soon ceases to wait for it.
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

  /** The count or flag, as the other side has set it last. */
  long get(long offset) {
    long mark = begin();
    long value = load(offset);
    check(mark);
    return value;
  }

  /** Sets it, and what this side reads afterwards is read afterwards. */
  void set(long offset, long value) {
    long mark = begin();
    LONG.setVolatile(memory, offset, value);
    check(mark);
  }

  /** Reads as {@link #get} does, within an operation. */
  long load(long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  /** Sets a number after all that this side has written before, within an operation. */
  void publish(long offset, long value, boolean isFenced) {
    if (isFenced) {
      LONG.setVolatile(memory, offset, value);
    } else {
      LONG.setRelease(memory, offset, value);
    }
  }

  /** Begins an operation of several steps. */
  long begin() {
    return watch.begin();
  }

  /** Returns if the memory has met no fault since {@code mark}; otherwise throws. */
  void check(long mark) {
    watch.check(mark);
  }
}
