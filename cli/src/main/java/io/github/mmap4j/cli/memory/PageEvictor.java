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

  private PageEvictor() {}

  /** Evicts all pages, retrying for up to a second, and returns what is still in memory. */
  public static PageFraction evict(Mmap m) throws IOException {
    long begun = System.nanoTime();
    m.evict();
    PageFraction left = PageFraction.of(m.residency());
    while (left.residentPages() > 0
        && System.nanoTime() - begun < MOST_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      m.evict();
      left = PageFraction.of(m.residency());
    }
    return left;
  }
}
