package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;

/**
 * A range of a mapping to which advice applies.
 *
 * @param start the offset of the first byte, at the start of a page
 * @param end the end offset (exclusive)
 */
public record PageRange(long start, long end) {
  /** The number of bytes that are loaded at a time; a multiple of any page size. */
  private static final long STEP = 64 << 20;

  /** Sends {@code advice}. */
  public void advise(Mmap m, Advice advice, Progress progress) throws IOException {
    progress.startBytes(end - start);
    if (KnownAdvice.releasesPages(advice)) {
      touchResident(m, progress);
    }
    boolean loads = advice == Advice.POPULATE_READ || advice == Advice.POPULATE_WRITE;
    long step = loads ? STEP : end - start;
    for (long at = start; at < end; at += step) {
      m.madvise(advice, at, Math.min(step, end - at));
      progress.at(at - start);
    }
  }

  /**
   * Reads from each page in memory, because the system reclaims only pages that this mapping has
   * used.
   */
  private void touchResident(Mmap m, Progress progress) throws IOException {
    m.madvise(Advice.RANDOM); // prevents read-ahead
    for (Residency.Run run : m.residency().runs()) {
      long last = Math.min(end, run.offset() + run.length());
      for (long at = Math.max(start, run.offset()); at < last; at += Mmap.PAGESIZE) {
        m.get(at);
        if (at % STEP == 0) {
          progress.at(at - start);
        }
      }
    }
  }
}
