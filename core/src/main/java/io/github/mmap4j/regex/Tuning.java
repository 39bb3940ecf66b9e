package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ParallelSearch;

/**
 * By how much a search of a pattern looks at a time, and how soon it tries another way. Tests make
 * all of it small, so that every border is met.
 *
 * @param firstWindow bytes in the first window that is copied
 * @param lastWindow bytes in the largest
 * @param view characters that java.util.regex sees at a time
 * @param context characters that it sees of what is before those searched
 * @param cost bytes that looking for a literal has to save, each time, to be worth it
 * @param credit how many such bytes may be owed
 * @param chunk bytes to go through by other means where the literal is too common
 * @param trials starts that may be tried in vain, besides a share of all
 * @param part bytes in a part for one of several threads
 */
record Tuning(
    int firstWindow,
    int lastWindow,
    int view,
    int context,
    int cost,
    int credit,
    int chunk,
    int trials,
    long part) {
  static final Tuning USUAL =
      new Tuning(
          1 << 12,
          1 << 18,
          Integer.MAX_VALUE - 8,
          1 << 29,
          512,
          128 * 512,
          1 << 16,
          1 << 12,
          ParallelSearch.PART);
}
