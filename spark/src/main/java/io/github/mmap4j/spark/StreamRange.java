package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * A part of a file that a batch reads, and how to recognise the file.
 *
 * @param range the lines to read
 * @param identity the file's identity
 * @param before the end of the lines that earlier batches have read
 * @param beforeMark the mark of the bytes before {@code before}
 * @param last the end of the lines that the batch reads of this file
 * @param lastMark the mark of the bytes before {@code last}
 */
record StreamRange(
    FileRange range,
    FileIdentity identity,
    long before,
    String beforeMark,
    long last,
    String lastMark)
    implements Serializable {
  /** Returns whether a file has what the batch was planned to read. */
  boolean isIn(MappedFile file) {
    return file.hasMark(before, beforeMark) && file.hasMark(last, lastMark);
  }
}
