package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import java.io.IOException;

/**
 * A range of a mapping to which advice applies.
 *
 * @param start the offset of the first byte, at the start of a page
 * @param end the end offset (exclusive)
 */
public record PageRange(long start, long end) {
  /** Sends {@code advice}. */
  public void advise(Mmap m, Advice advice) throws IOException {
    if (KnownAdvice.releasesPages(advice)) {
      touchResident(m);
    }
    m.madvise(advice, start, end - start);
  }

  /**
   * Reads from each page in memory, because the system reclaims only pages that this mapping has
   * used.
   */
  private void touchResident(Mmap m) throws IOException {
    m.madvise(Advice.RANDOM); // prevents read-ahead
    for (Residency.Run run : m.residency().runs()) {
      long last = Math.min(end, run.offset() + run.length());
      for (long at = Math.max(start, run.offset()); at < last; at += Mmap.PAGESIZE) {
        m.get(at);
      }
    }
  }
}
