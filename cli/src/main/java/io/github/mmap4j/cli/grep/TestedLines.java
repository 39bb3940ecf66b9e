package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The matching lines of a range, each of which is tested on its own. */
final class TestedLines extends Spliterators.AbstractSpliterator<Line> {
  private final LineSearch search;
  private final LineEnd lineEnd;
  private final MemorySegment text;
  private final long to;
  private long next; // start of the next line

  TestedLines(LineSearch search, LineEnd lineEnd, MemorySegment text, long from, long to) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.search = search;
    this.lineEnd = lineEnd;
    this.text = text;
    this.to = to;
    this.next = from;
  }

  Stream<Line> stream() {
    return StreamSupport.stream(this, false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Line> action) {
    while (next < to) {
      long start = next;
      long found = lineEnd.finder().find(text, start, to);
      long end = found < 0 ? to : found;
      next = found < 0 ? to : found + 1;
      if (search.matches(text, start, end)) {
        action.accept(new Line(text, start, end - start));
        return true;
      }
    }
    return false;
  }
}
