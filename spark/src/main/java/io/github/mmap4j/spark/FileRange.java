package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * A part of a file: the lines that begin in {@code [start, end)}. The last of them may extend past
 * the end.
 *
 * @param path the file's path, which must be the same on every executor
 * @param start the offset at which the range begins
 * @param end the end (exclusive) of the range
 * @param listed the whole file as the driver listed it, or null if the file is checked otherwise
 */
record FileRange(String path, long start, long end, ListedFile listed) implements Serializable {
  /** Creates a part of a file that is not compared with one that was listed. */
  FileRange(String path, long start, long end) {
    this(path, start, end, null);
  }

  long length() {
    return end - start;
  }
}
