package io.github.mmap4j.spark;

import io.github.mmap4j.search.Finder;

/** Bytes of a file, which are searched by the offsets that they have in the file. */
sealed interface TextBytes permits LineWindow, MappedText {
  Finder FEED = Finder.of(new byte[] {'\n'});
  Finder RETURN = Finder.of(new byte[] {'\r'});

  /** {@return the offset of the first byte} */
  long start();

  /** {@return the offset after the last byte} */
  long end();

  /** Returns the byte at an offset as a number from 0 to 255. */
  int get(long offset);

  /** Returns the offset of the first occurrence in a range, or -1 if there is none. */
  long find(Finder finder, long from, long to);

  /** Returns the offset of the last occurrence in a range, or -1 if there is none. */
  long rfind(Finder finder, long from, long to);

  /** Returns the offset of the last line feed or carriage return in a range, or -1. */
  default long lastNewline(long from, long to) {
    long feed = rfind(FEED, from, to);
    long after = rfind(RETURN, feed < 0 ? from : feed + 1, to);
    return after < 0 ? feed : after;
  }

  /** Counts the occurrences in a range that do not overlap. */
  long count(Finder finder, long from, long to);
}
