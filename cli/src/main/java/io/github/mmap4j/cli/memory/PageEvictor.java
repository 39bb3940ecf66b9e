package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.residency.PageFraction;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Evicts files from memory. */
public final class PageEvictor {
  /**
   * The maximum time for retries. The system keeps pages that are being read or written, most of
   * them only for milliseconds.
   */
  private static final long MOST_NANOS = 1_000_000_000;

  private static final long PAUSE_NANOS = 20_000_000;

  /** The minimum number of attempts, because the first one may take long on a busy machine. */
  private static final int LEAST_TRIES = 5;

  private PageEvictor() {}

  /** Evicts all pages, retrying for about a second, and returns what is still in memory. */
  public static PageFraction evict(Mmap m) throws IOException {
    long begun = System.nanoTime();
    for (int tries = 1; ; tries++) {
      m.evict();
      PageFraction left = PageFraction.of(m.residency());
      boolean isLast = tries >= LEAST_TRIES && System.nanoTime() - begun > MOST_NANOS;
      if (left.residentPages() == 0 || isLast || Thread.currentThread().isInterrupted()) {
        return left;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
