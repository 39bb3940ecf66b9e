package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * A part of a file: the lines that begin in {@code [start, end)}. The last of them may extend past
 * the end.
 *
 * @param path the file's path, which must be the same on every executor
 * @param start the offset at which the range begins
 * @param end the end (exclusive) of the range
 */
record FileRange(String path, long start, long end) implements Serializable {
  long length() {
    return end - start;
  }
}
