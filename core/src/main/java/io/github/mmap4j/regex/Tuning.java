package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ParallelSearch;

/**
 * The settings that determine how much of a text a pattern search handles at once, and how soon the
 * search tries another method. Tests use small values to reach every boundary.
 *
 * @param firstBuffer the size of the first buffer, in bytes
 * @param lastBuffer the size of the largest buffer, in bytes
 * @param window the number of characters that java.util.regex sees at once
 * @param context the number of characters that a window includes before the offset to search from
 * @param cost the number of bytes that each search for a literal must skip to pay off
 * @param walk the number of bytes that each search must skip to pay off if the start of a match is
 *     found by walking back from the literal
 * @param credit the total number of bytes by which searches may fall short of {@code cost} or
 *     {@code walk}
 * @param chunk the number of bytes to search by other means if the literal is too common
 * @param trials the number of starts that may be tried in vain, in addition to a fraction of all
 *     starts
 * @param part the number of bytes in each part of a parallel search
 */
record Tuning(
    int firstBuffer,
    int lastBuffer,
    int window,
    int context,
    int cost,
    int walk,
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
          32,
          128 * 512,
          1 << 16,
          1 << 12,
          ParallelSearch.PART);
}
