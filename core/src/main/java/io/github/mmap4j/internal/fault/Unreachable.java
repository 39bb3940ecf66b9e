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

  private Unreachable() {}

  /**
   * Makes a call. While its result shows that a limit has been reached, and memory is mapped,
   * collects garbage and repeats the call.
   */
  public static long reclaimed(LongPredicate isAtLimit, LongSupplier call) {
    long result = call.getAsLong();
    boolean interrupted = false;
    for (int attempt = 1;
        attempt < MOST_ATTEMPTS && isAtLimit.test(result) && FaultGuard.hasOwners();
        attempt++) {
      if (attempt == 1) {
        System.gc();
      }
      try {
        Thread.sleep(1L << (attempt - 1)); // until the cleaner has run
      } catch (InterruptedException e) {
        interrupted = true;
      }
      result = call.getAsLong();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
