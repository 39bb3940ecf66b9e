package io.github.mmap4j.fork;

import io.github.mmap4j.harness.ForkedJvm;
import java.util.concurrent.TimeUnit;

/**
 * How long a race may go on until its threads have met: on a busy machine much longer than else.
 */
final class Patience {
  /**
   * Less than a {@link ForkedJvm} is waited for, so that the program itself says what is missing.
   */
  private static final long MOST_MINUTES = 4;

  private final long begun = System.nanoTime();

  boolean isLeft() {
    return System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(MOST_MINUTES);
  }
}
