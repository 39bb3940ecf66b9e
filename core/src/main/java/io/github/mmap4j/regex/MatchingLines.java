package io.github.mmap4j.regex;

import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Iterates over all lines that contain a match and finds each on demand. */
final class MatchingLines implements Iterator<Line> {
  private final Prefilter prefilter;
  private final MemorySegment text;
  private final long to;
  private final PatternSearch search;
  private long from;
  private Line next;

  MatchingLines(BytePattern pattern, MemorySegment text, long from, long to, long effort) {
    this.prefilter = pattern.prefilter();
    this.text = text;
    this.to = to;
    this.search = new PatternSearch(pattern, text, to, to, effort);
    this.from = from;
  }

  @Override
  public boolean hasNext() {
    while (next == null && from < to) {
      long start = from;
      from = to; // stays so if the search fails
      boolean certain = prefilter.free() && prefilter.withinLine();
      long place = start;
      if (certain) {
        place = search.find(start) ? search.start() : -1;
      } else if (!prefilter.literals().isEmpty()) {
        Prefilter.Literal literal = prefilter.literals().getFirst();
        place = literal.endsLine() ? -1 : literal.finder().find(text, start, to);
      }
      if (place < 0) {
        return false;
      }
      long lineStart = search.lines().start(start, place);
      long lineEnd = search.lines().end(place);
      if (certain || search.isInLine(lineStart, lineEnd)) {
        next = new Line(text, lineStart, lineEnd - lineStart);
      }
      from = Math.min(to, lineEnd + 1);
    }
    return next != null;
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further line");
    }
    Line found = next;
    next = null;
    return found;
  }
}
