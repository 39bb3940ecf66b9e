package io.github.mmap4j;

import java.util.Arrays;

/** A set of page numbers, stored as runs. A run takes 16 bytes, however many pages it has. */
final class PageRuns {
  /** The start and the end (exclusive) of each run, in ascending order. */
  private long[] bounds = new long[16];

  private int size;
  private long pages;

  /** Adds a page, whose number must be higher than all earlier ones. */
  void add(long page) {
    if (size > 0 && bounds[size - 1] == page) {
      bounds[size - 1]++;
    } else {
      if (size == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * size);
      }
      bounds[size++] = page;
      bounds[size++] = page + 1;
    }
    pages++;
  }

  int count() {
    return size / 2;
  }

  long start(int run) {
    return bounds[2 * run];
  }

  long end(int run) {
    return bounds[2 * run + 1];
  }

  long pages() {
    return pages;
  }

  /** Returns the number of pages in {@code [from, to)}. */
  long pagesIn(long from, long to) {
    long found = 0;
    int at = Arrays.binarySearch(bounds, 0, size, from);
    // The first run that ends after from; a run that ends exactly at from is skipped.
    int first = at < 0 ? ~at / 2 : (at + 1) / 2;
    for (int run = first; run < count() && start(run) < to; run++) {
      found += Math.min(end(run), to) - Math.max(start(run), from);
    }
    return found;
  }
}
