package io.github.mmap4j.spark;

import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;

/** A line, or another sequence of bytes, that filters look at. */
interface LineBytes {
  /** Returns the offset of the first byte in the file. */
  long offset();

  /** Returns the number of bytes. */
  long length();

  /** Returns whether the bytes contain an occurrence. */
  boolean contains(Finder finder);

  /** Returns whether bytes of the line, from an index within it on, are {@code expected}. */
  boolean hasAt(long index, byte[] expected);

  /** Compares the bytes as unsigned numbers, a prefix being less than what it is a prefix of. */
  int compareTo(byte[] other);

  /** Returns whether a pattern matches somewhere in the line, which is a text of its own. */
  boolean contains(BytePattern pattern);
}
