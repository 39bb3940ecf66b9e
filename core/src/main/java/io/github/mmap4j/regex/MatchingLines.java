package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Iterates over all lines that contain a match and finds each on demand. */
final class MatchingLines implements Iterator<Line> {
  private final Prefilter prefilter;
  private final MemorySegment text;
  private final long to;
  private final PatternSearch search;
  private final long[] places;
  private long from;
  private Line next;

  MatchingLines(BytePattern pattern, MemorySegment text, long from, long to, long effort) {
    this.prefilter = pattern.prefilter();
    this.text = text;
    this.to = to;
    this.search = new PatternSearch(pattern, text, to, to, effort);
    this.from = from;
    this.places = new long[prefilter.literals().size()];
    Arrays.fill(places, -1);
  }

  @Override
  public boolean hasNext() {
    while (next == null && from < to) {
      long start = from;
      from = to; // remains so if the search throws
      boolean certain = prefilter.free() && prefilter.withinLine();
      long place = start;
      if (certain) {
        place = search.find(start) ? search.start() : -1;
      } else if (places.length > 0) {
        place = withAllLiterals(start);
      }
      if (place < 0) {
        return false;
      }
      long lineStart = search.lines().start(start, place);
      long lineEnd = search.lines().end(place);
      if (certain || search.isInLine(lineStart, lineEnd, place)) {
        next = new Line(text, lineStart, lineEnd - lineStart);
      }
      from = Math.min(to, lineEnd + 1);
    }
    return next != null;
  }

  /**
   * Returns the first occurrence of the first literal in the next line that contains all literals,
   * or -1 if no line does. The search for each literal begins at the latest line found for another,
   * so the rarest literal determines how many lines are considered.
   */
  private long withAllLiterals(long start) {
    long lineStart = start;
    int i = 0;
    while (i < places.length) {
      Prefilter.Literal literal = prefilter.literals().get(i);
      if (places[i] < lineStart) {
        places[i] =
            literal.endsLine()
                ? -1
                : ByteSearch.find(Direction.FORWARD, text, literal.needle(), lineStart, to);
      }
      if (places[i] < 0) {
        return -1;
      }
      long other = search.lines().start(lineStart, places[i]);
      i = other == lineStart ? i + 1 : 0;
      lineStart = other;
    }
    return places[0];
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
