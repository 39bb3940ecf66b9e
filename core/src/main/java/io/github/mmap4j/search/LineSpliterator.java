package io.github.mmap4j.search;

import java.util.Spliterator;
import java.util.function.Consumer;

/**
 * Supplies lines to a stream. A split divides the bytes roughly in half, at the start of a line.
 */
final class LineSpliterator implements Spliterator<Line> {
  /** The minimum number of remaining bytes for which a split is worthwhile. */
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
  public void forEachRemaining(Consumer<? super Line> action) {
    while (cursor.next()) {
      action.accept(cursor.line());
    }
  }

  @Override
  public Spliterator<Line> trySplit() {
    if (estimateSize() < LEAST) {
      return null;
    }
    long begin = cursor.place();
    long middle = middle(begin);
    if (middle < 0) {
      return null;
    }
    Spliterator<Line> first = new LineSpliterator(Lines.of(lines.text(), begin, middle));
    cursor = lines.cursorBefore(middle);
    return first;
  }

  /**
   * Returns the start of a line near the middle of the remaining bytes, or -1 if only one line
   * remains. The remaining bytes start at {@code begin}.
   */
  private long middle(long begin) {
    long half = begin + (lines.to() - begin) / 2;
    if (half == begin) {
      return -1;
    }
    long line = lines.startFrom(half);
    return line < lines.to() ? line : lines.lastStart(begin, half - 1, -1);
  }

  /** Returns the number of remaining bytes, which is at least the number of remaining lines. */
  @Override
  public long estimateSize() {
    return lines.to() - cursor.place();
  }

  @Override
  public int characteristics() {
    return ORDERED | DISTINCT | NONNULL | IMMUTABLE;
  }
}
