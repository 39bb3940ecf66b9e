package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The lines that contain the given offsets, each line once. */
final class LinesOfOccurrences extends Spliterators.AbstractSpliterator<Line> {
  private final Finder lineEnd;
  private final MemorySegment text;
  private final long to;
  private final LongStream all;
  private final PrimitiveIterator.OfLong offsets;
  private long next; // start of the next line

  LinesOfOccurrences(LineEnd lineEnd, MemorySegment text, long from, long to, LongStream all) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.lineEnd = lineEnd.finder();
    this.text = text;
    this.to = to;
    this.all = all;
    this.offsets = all.iterator();
    this.next = from;
  }

  Stream<Line> stream() {
    return StreamSupport.stream(this, false).onClose(all::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Line> action) {
    while (offsets.hasNext()) {
      long at = offsets.nextLong();
      if (at >= next) {
        action.accept(around(at));
        return true;
      }
    }
    return false;
  }

  private Line around(long at) {
    long before = lineEnd.rfind(text, next, at);
    long start = before < 0 ? next : before + 1;
    long found = lineEnd.find(text, at, to);
    long end = found < 0 ? to : found;
    next = found < 0 ? to : found + 1;
    return new Line(text, start, end - start);
  }
}
