package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Counts the selected lines of a binary file, where zero bytes end lines too. Pieces of the file
 * are copied, with newlines instead of zeros. Runs of zeros, which would be very many empty lines,
 * are left out of the copy. A line that is longer than a piece has no zero byte, so it is searched
 * where it is.
 */
final class BinaryLines {
  private static final int PIECE = 1 << 20;
  private static final byte[] ZEROS = new byte[PIECE];
  private static final byte[] EMPTY_LINE = {'\n'};
  private static final Finder ZERO = LineEnd.ZERO.finder();
  private static final Finder NEWLINE = LineEnd.NEWLINE.finder();

  private final SelectedLines lines;
  private final MemorySegment text;
  private final boolean selectsEmpty;
  private int length; // of the copy
  private long left; // how many zeros have been left out of it

  BinaryLines(SelectedLines lines) throws IOException {
    this.lines = lines;
    this.text = lines.text();
    this.selectsEmpty = lines.in(MemorySegment.ofArray(EMPTY_LINE)).count(0, 1, 1) > 0;
  }

  /** Returns whether an empty line is selected, so that each zero in a hole counts. */
  boolean selectsEmpty() {
    return selectsEmpty;
  }

  /**
   * Returns the end of the lines that begin in a range and precede {@code to}, or {@code from} if
   * not even one ends there.
   */
  private long endOfLines(long from, long to) {
    if (to == text.byteSize()) {
      return to;
    }
    return Math.max(from, Math.max(ZERO.rfind(text, from, to), NEWLINE.rfind(text, from, to)) + 1);
  }

  /**
   * Counts selected lines from {@code from} to {@code to}, but no more than {@code most}. The last
   * line may end later.
   *
   * @param from the start of a line, or the end of a range without matches
   * @return the end of the lines searched
   */
  Counted count(long from, long to, long most) throws IOException {
    if (!lines.inverted() && !lines.search().mayMatch(text, from, to)) {
      return new Counted(0, to);
    }
    long count = 0;
    long at = from;
    while (at < to && count < most) {
      long end = endOfLines(at, Math.min(text.byteSize(), at + PIECE));
      if (end > at) {
        count += ofPiece(at, end, most - count);
      } else {
        end = endOfLine(at);
        count += ofLine(at, end);
      }
      at = end;
    }
    return new Counted(Math.min(count, most), at);
  }

  /**
   * A number of selected lines.
   *
   * @param end the end of the last line that was searched
   */
  record Counted(long number, long end) {}

  /** Returns the end of the line that contains {@code at}, including its line end. */
  private long endOfLine(long at) {
    for (long from = at; from < text.byteSize(); from += PIECE) {
      long to = Math.min(text.byteSize(), from + PIECE);
      long newline = NEWLINE.find(text, from, to);
      long zero = ZERO.find(text, from, newline < 0 ? to : newline);
      if (newline >= 0 || zero >= 0) {
        return (zero < 0 ? newline : zero) + 1;
      }
    }
    return text.byteSize();
  }

  private long ofLine(long from, long to) {
    byte last = new Line(text, to - 1, 1).bytes()[0];
    long end = last == 0 || last == '\n' ? to - 1 : to;
    return lines.search().matches(text, from, end) != lines.inverted() ? 1 : 0;
  }

  private long ofPiece(long from, long to, long most) throws IOException {
    byte[] bytes = new Line(text, from, to - from).bytes();
    replaceZeros(bytes);
    MemorySegment copy = MemorySegment.ofArray(bytes).asSlice(0, length);
    return (selectsEmpty ? left : 0) + lines.in(copy).count(0, length, most);
  }

  /** Replaces each run of zeros with a newline. */
  private void replaceZeros(byte[] bytes) {
    MemorySegment all = MemorySegment.ofArray(bytes);
    length = 0;
    left = 0;
    int at = 0;
    while (at < bytes.length) {
      int zero = (int) ZERO.find(all, at);
      int stop = zero < 0 ? bytes.length : zero;
      System.arraycopy(bytes, at, bytes, length, stop - at);
      length += stop - at;
      at = stop;
      if (zero >= 0) {
        int equal = Arrays.mismatch(bytes, zero, bytes.length, ZEROS, 0, bytes.length - zero);
        at = equal < 0 ? bytes.length : zero + equal;
        bytes[length++] = '\n';
        left += at - zero - 1;
      }
    }
  }
}
