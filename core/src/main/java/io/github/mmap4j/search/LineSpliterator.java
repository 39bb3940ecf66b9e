package io.github.mmap4j.search;

import java.util.Spliterator;
import java.util.function.Consumer;

/** Lines for a stream. Splits the bytes in halves, at a line; each half reads with its cursor. */
final class LineSpliterator implements Spliterator<Line> {
  /** Bytes that are not worth a thread. */
  private static final long LEAST = 1 << 14;

  private final Lines lines;
  private Lines.Cursor cursor;

  LineSpliterator(Lines lines) {
    this.lines = lines;
    this.cursor = lines.cursor();
  }

  @Override
  public boolean tryAdvance(Consumer<? super Line> action) {
    boolean walked = cursor.next();
    if (walked) {
      action.accept(cursor.line());
    }
    return walked;
  }

  @Override
  public Spliterator<Line> trySplit() {
    if (estimateSize() < LEAST) {
      return null;
    }
    long begin = cursor.place();
    long middle = lines.middle(begin);
    if (middle < 0) {
      return null;
    }
    Spliterator<Line> first = new LineSpliterator(Lines.of(lines.text(), begin, middle));
    cursor = lines.cursorBefore(middle);
    return first;
  }

  /** The bytes left: there are not more lines than that. */
  @Override
  public long estimateSize() {
    return lines.to() - cursor.place();
  }

  @Override
  public int characteristics() {
    return ORDERED | DISTINCT | NONNULL | IMMUTABLE;
  }
}
