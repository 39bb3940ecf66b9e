package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * What separates the lines of a file. The start of a line can be recognised by the bytes just
 * before it, except after separators that {@linkplain #canBeFoundAnywhere overlap themselves}.
 *
 * <p>Methods over an array get an index range, methods over the bytes of a file get offsets. Both
 * ranges are {@code [from, to)}.
 */
abstract sealed class Separator implements Serializable permits AnyNewline, FixedSeparator {
  private static final long serialVersionUID = 1;

  /**
   * Returns the separator that Spark's text source uses for an option.
   *
   * @param lineSep the value of the option {@code lineSep} as bytes, or null for any newline
   */
  static Separator of(byte[] lineSep) {
    return lineSep == null ? new AnyNewline() : new FixedSeparator(lineSep);
  }

  /**
   * Returns whether a separator is recognised without the bytes before it. If not, lines can only
   * be found by reading from the start of the file.
   */
  abstract boolean canBeFoundAnywhere();

  /** Returns whether each line feed ends a line, and nothing else but perhaps carriage returns. */
  abstract boolean endsAtFeeds();

  /** Returns whether carriage returns end lines. */
  abstract boolean endsAtReturns();

  /** Returns whether the bytes can be part of a line, because they contain no separator. */
  abstract boolean fitsInLine(byte[] bytes);

  /** Returns the index of the first separator, or -1 if there is none. */
  abstract int find(byte[] bytes, int from, int to);

  /**
   * Returns the index after the separator that begins at {@code at}, which is below {@code to}.
   *
   * @param to the start of a line or the end of the text
   */
  abstract int after(byte[] bytes, int at, int to);

  /** Returns the offset of the first separator, or {@code to} if there is none. */
  abstract long find(TextBytes text, long from, long to);

  /**
   * Returns the offset after the separator that begins at {@code at}, which is below {@code to}.
   */
  abstract long after(TextBytes text, long at, long to);

  /**
   * Returns the first offset in the range at which a line begins, or -1 if none begins there. The
   * text must have the {@link #longest} bytes before the range, unless it or a line begins there.
   */
  abstract long lineStart(TextBytes text, long from, long to);

  /** Returns how many bytes the longest separator has. */
  abstract int longest();

  /**
   * Returns the end of the last line in the range that has a separator, which later bytes can't
   * change, or {@code from} if there is no such line.
   *
   * @param from the start of a line
   */
  abstract long lastEnd(TextBytes text, long from, long to);

  /**
   * Returns the start of the line that contains {@code at}.
   *
   * @param low the start of any line before {@code at}
   */
  abstract long lineStartBefore(TextBytes text, long low, long at);

  /**
   * Counts the lines of a range.
   *
   * @param from the start of a line
   * @param to the start of another line or the end of the text
   */
  abstract long count(TextBytes text, long from, long to);
}
