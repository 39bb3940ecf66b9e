package io.github.mmap4j.cli;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Cuts a file into pieces to be searched one after another, so that there is progress to be told
 * between them. The first ones are small, because what is looked for may be near.
 */
final class Pieces {
  private static final int FIRST = 96 << 10;

  /** Some milliseconds of work; several threads share it. */
  private static final int LONGEST = 64 << 20;

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});

  private final MemorySegment text;
  private int length = FIRST / 2;

  Pieces(MemorySegment text) {
    this.text = text;
  }

  /** What is done with each piece. */
  interface Work {
    void on(long from, long to) throws IOException;
  }

  /** Does {@code work} on pieces at whose ends no occurrence of {@code finder}'s is cut in two. */
  static void each(Finder finder, MemorySegment text, Progress progress, Work work)
      throws IOException {
    Pieces pieces = new Pieces(text);
    for (long from = 0; from < text.byteSize(); ) {
      long to = pieces.endOutside(finder, from);
      work.on(from, to);
      progress.at(to);
      from = to;
    }
  }

  private long endOutside(Finder finder, long from) {
    long end = roughEnd(from, LONGEST);
    int over = finder.length() - 1;
    while (end < text.byteSize()) {
      long near = Math.max(from, end - over);
      long across = finder.find(text, near, Math.min(text.byteSize(), end + over));
      if (across < 0) {
        return end;
      }
      end = across + finder.length();
    }
    return end;
  }

  /** Where a piece ends that begins at {@code from} and ends with a line. */
  long endOfLine(long from) {
    long end = roughEnd(from, LONGEST);
    long newline = end < text.byteSize() ? NEWLINE.find(text, end - 1) : -1;
    return newline < 0 ? text.byteSize() : newline + 1;
  }

  /** About where a piece ends; it is no longer than {@code most}. */
  long roughEnd(long from, int most) {
    length = Math.min(2 * length, LONGEST);
    return Math.min(text.byteSize(), from + Math.min(length, most));
  }
}
