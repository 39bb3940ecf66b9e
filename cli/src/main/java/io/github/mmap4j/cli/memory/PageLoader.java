package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;

/** Loads whole files into memory. */
public final class PageLoader {
  /** The number of bytes for which reading is started at a time. */
  private static final long STEP = 128 << 10;

  /** The number of bytes for which reading is started in advance, enough to keep a disk busy. */
  private static final long AHEAD = 64 * STEP;

  private PageLoader() {}

  /** Loads all pages and waits for each. */
  public static void load(Mmap m, Progress progress) throws IOException {
    long advised = 0;
    for (long at = 0; at < m.length(); at += Mmap.PAGESIZE) {
      for (; advised < m.length() && advised <= at + AHEAD; advised += STEP) {
        m.madvise(Advice.WILLNEED, advised, STEP);
      }
      m.get(at);
      if (at % STEP == 0) {
        progress.at(at);
      }
    }
  }
}
