package io.github.mmap4j.cli.grep;

import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.regex.PatternLimitException;
import io.github.mmap4j.search.Line;
import io.github.mmap4j.search.Lines;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The matching lines of a range, with a limit on the work for each line. One search covers many
 * lines; if that search reaches the limit, the remaining lines are searched one by one.
 */
final class LimitedLines extends Spliterators.AbstractSpliterator<Line> {
  private final BytePattern pattern;
  private final PatternLimit limit;
  private final MemorySegment text;
  private final long to;
  private final Iterator<Line> together;
  private Lines.Cursor single; // null while searching many lines at once
  private long next; // start of the line after the last one found

  LimitedLines(BytePattern pattern, PatternLimit limit, MemorySegment text, long from, long to) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.pattern = pattern;
    this.limit = limit;
    this.text = text;
    this.to = to;
    this.together = limit.on(pattern, to - from).lines(text, from, to).iterator();
    this.next = from;
  }

  Stream<Line> stream() {
    return StreamSupport.stream(this, false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Line> action) {
    Optional<Line> line = single == null ? ofMany() : ofSingle();
    line.ifPresent(action);
    return line.isPresent();
  }

  private Optional<Line> ofMany() {
    try {
      if (!together.hasNext()) {
        return Optional.empty();
      }
      Line line = together.next();
      next = Math.min(to, line.offset() + line.length() + 1);
      return Optional.of(line);
    } catch (PatternLimitException e) {
      single =
          Lines.of(text, next, to).cursor(); // throws again if one line alone exceeds the limit
      return ofSingle();
    }
  }

  private Optional<Line> ofSingle() {
    Optional<Line> line = Optional.empty();
    while (line.isEmpty() && single.next()) {
      BytePattern limited = limit.on(pattern, single.end() - single.offset());
      line = limited.lines(text, single.offset(), single.end()).findFirst();
    }
    return line;
  }
}
