package io.github.mmap4j.internal.fault;

import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Makes room by unmapping memory that a program has forgotten to close. Such memory is unmapped
 * once the garbage collector has found its arena unreachable, which may take long in a large heap.
 */
public final class Unreachable {
  /** The number of attempts; the last one is made after waiting for about half a second in all. */
  private static final int MOST_ATTEMPTS = 10;

  /** The pause in nanoseconds after a collection that made no room. */
  private static final long PAUSE = 10_000_000_000L;

  /** The time before which nothing is collected. */
  private static volatile long earliest = System.nanoTime();

  private Unreachable() {}

  /**
   * Makes a call. While its result shows that a limit has been reached, and memory is mapped,
   * collects garbage and repeats the call.
   */
  public static long reclaimed(LongPredicate isAtLimit, LongSupplier call) {
    long result = call.getAsLong();
    if (!isAtLimit.test(result) || !FaultGuard.hasOwners() || System.nanoTime() - earliest < 0) {
      return result;
    }
    boolean interrupted = false;
    System.gc();
    for (int attempt = 1; attempt < MOST_ATTEMPTS && isAtLimit.test(result); attempt++) {
      try {
        Thread.sleep(1L << (attempt - 1)); // until the cleaner has run
      } catch (InterruptedException e) {
        interrupted = true;
      }
      result = call.getAsLong();
    }
    if (isAtLimit.test(result)) {
      earliest = System.nanoTime() + PAUSE;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
