package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ParallelSearch;

/**
 * Says how much of a text a search of a pattern handles at once, and how soon it tries another
 * method. Tests use small values, so that they meet every boundary.
 *
 * @param firstBuffer the size of the first buffer, in bytes
 * @param lastBuffer the size of the largest buffer, in bytes
 * @param window the number of characters that java.util.regex sees at once
 * @param context how many of them are before the characters that it searches
 * @param cost the bytes that a search for a literal must skip each time to pay
 * @param credit the bytes that it may fall short of that in total
 * @param chunk the bytes to search by other means if the literal is too common
 * @param trials the starts that may be tried in vain, besides a fraction of all
 * @param part the number of bytes that one of several threads searches at once
 */
record Tuning(
    int firstBuffer,
    int lastBuffer,
    int window,
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
