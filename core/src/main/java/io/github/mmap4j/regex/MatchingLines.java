package io.github.mmap4j.regex;

import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** All lines that have a match, each looked for when it is asked for. */
final class MatchingLines implements Iterator<Line> {
  private final Prefilter plan;
  private final MemorySegment text;
  private final long to;
  private final PatternSearch search;
  private long from;
  private Line next;

  MatchingLines(BytePattern pattern, MemorySegment text, long from, long to, long effort) {
    this.plan = pattern.plan();
    this.text = text;
    this.to = to;
    this.search = new PatternSearch(pattern, text, to, to, effort);
    this.from = from;
  }

  @Override
  public boolean hasNext() {
    while (next == null && from < to) {
      long start = from;
      from = to; // if the search fails, so it stays
      boolean sure = plan.free && plan.withinLine;
      long place = start;
      if (sure) {
        place = search.find(start) ? search.start() : -1;
      } else if (!plan.literals.isEmpty()) {
        Prefilter.Literal literal = plan.literals.getFirst();
        place = literal.endsLine() ? -1 : literal.finder().find(text, start, to);
      }
      if (place < 0) {
        return false;
      }
      long lineStart = search.lines().start(start, place);
      long lineEnd = search.lines().end(place);
      if (sure || search.isInLine(lineStart, lineEnd)) {
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
