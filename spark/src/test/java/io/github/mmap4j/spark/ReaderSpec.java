package io.github.mmap4j.spark;

import java.util.List;

/** Says what a task reads in tests that do not start Spark. */
final class ReaderSpec {
  private ReaderSpec() {}

  /** Returns a reader of lines that end as Spark's text lines do, and pass a filter. */
  static LineReaderFactory of(LinePredicate filter, LineColumn... columns) {
    return of(Separator.of(null), filter, columns);
  }

  /** Returns a reader of lines that a separator ends, and that pass a filter. */
  static LineReaderFactory of(Separator separator, LinePredicate filter, LineColumn... columns) {
    return new LineReaderFactory(
        separator, false, List.of(columns), filter, LineReaderFactory.UNLIMITED, null);
  }
}
