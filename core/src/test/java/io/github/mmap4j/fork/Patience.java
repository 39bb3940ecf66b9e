package io.github.mmap4j.fork;

import io.github.mmap4j.harness.ForkedJvm;
import java.util.concurrent.TimeUnit;

/**
 * Limits how long a race may go on until its threads have met, which takes much longer on a busy
 * machine.
 */
final class Patience {
  /**
   * Less than the time limit of a {@link ForkedJvm}, so that the program itself reports what is
   * missing.
   */
  private static final long MOST_MINUTES = 4;

  private final long begun = System.nanoTime();

  boolean isLeft() {
    return System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(MOST_MINUTES);
  }
}
