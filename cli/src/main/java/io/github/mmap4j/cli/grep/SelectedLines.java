package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Line;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The lines of a file that grep selects: those that match or, if inverted, those that do not.
 *
 * @param search the search for matching lines
 * @param inverted whether the lines that do not match are selected instead
 * @param lineEnd the byte that ends a line
 * @param text the file, or a part of it that consists of whole lines
 */
record SelectedLines(LineSearch search, boolean inverted, LineEnd lineEnd, MemorySegment text) {
  SelectedLines(GrepPattern pattern, PatternOptions options, MemorySegment text) {
    this(pattern.search(), options.invert != pattern.everyLine(), options.lineEnd(), text);
  }

  /** Returns the same selection in another text. */
  SelectedLines in(MemorySegment other) {
    return new SelectedLines(search, inverted, lineEnd, other);
  }

  /** The work on ranges of selected lines. */
  interface Work {
    /** Handles a range of whole lines and returns whether to continue. */
    boolean on(long from, long to) throws IOException;
  }

  /**
   * Calls {@code work} for each selected line or, if inverted, for each run of adjacent selected
   * lines.
   */
  void each(long from, long to, Work work) throws IOException {
    long next = from;
    try (Stream<Line> found = search.lines(text, from, to)) {
      Iterator<Line> lines = found.iterator();
      while (lines.hasNext()) {
        Line line = lines.next();
        long end = Math.min(to, line.offset() + line.length() + 1);
        long begin = inverted ? next : line.offset();
        long stop = inverted ? line.offset() : end;
        if (begin < stop && !work.on(begin, stop)) {
          return;
        }
        next = end;
      }
    }
    if (inverted && next < to) {
      work.on(next, to);
    }
  }

  /** Counts the selected lines, up to {@code most}. */
  long count(long from, long to, long most) throws IOException {
    long[] count = new long[1];
    each(
        from,
        to,
        (begin, end) -> {
          count[0] += inverted ? lineEnd.count(text, begin, end) : 1;
          return count[0] < most;
        });
    return Math.min(count[0], most);
  }

  LongStream matches(long begin, long end) {
    return search.matches(new Line(text, begin, end - begin));
  }
}
