package io.github.mmap4j.spark;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Computes the aggregates of a task's ranges: a row for all of them, or one for each. */
final class AggregateReader implements PartitionReader<InternalRow> {
  private final LineReaderFactory spec;
  private final LineAggregate aggregate;
  private final Iterator<FileRange> ranges;

  private boolean isDone;
  private InternalRow row;

  // What is known of the lines since the last row.
  private long count;
  private long minOffset;
  private long maxOffset;
  private long minLength;
  private long maxLength;

  AggregateReader(LineReaderFactory spec, List<FileRange> ranges) {
    this.spec = spec;
    this.aggregate = spec.aggregate();
    this.ranges = ranges.iterator();
    reset();
  }

  @Override
  public boolean next() throws IOException {
    if (aggregate.perFile()) {
      return nextFile();
    }
    if (isDone) {
      return false;
    }
    isDone = true;
    while (ranges.hasNext()) {
      add(ranges.next());
    }
    row = new GenericInternalRow(results(0));
    return true;
  }

  /** Moves to the next range that has lines: a file without lines is no group. */
  private boolean nextFile() throws IOException {
    while (ranges.hasNext()) {
      FileRange range = ranges.next();
      reset();
      add(range);
      if (count > 0) {
        Object[] results = results(1);
        results[0] = UTF8String.fromString(range.path());
        row = new GenericInternalRow(results);
        return true;
      }
    }
    return false;
  }

  private void reset() {
    count = 0;
    minOffset = Long.MAX_VALUE;
    maxOffset = Long.MIN_VALUE;
    minLength = Long.MAX_VALUE;
    maxLength = Long.MIN_VALUE;
  }

  /** Adds the lines of a range. The file is closed here, because this thread opened it. */
  private void add(FileRange range) throws IOException {
    try (OpenRange open = new OpenRange(spec, true)) {
      open.open(range);
      if (aggregate.onlyCounts()) {
        count += open.count();
      } else {
        while (open.next()) {
          add(open.line());
        }
      }
      open.end();
    }
  }

  private void add(LineWalk line) {
    count++;
    minOffset = Math.min(minOffset, line.offset());
    maxOffset = Math.max(maxOffset, line.offset());
    minLength = Math.min(minLength, line.length());
    maxLength = Math.max(maxLength, line.length());
  }

  private Object[] results(int first) {
    List<LineAggregate.Function> functions = aggregate.functions();
    Object[] results = new Object[first + functions.size()];
    for (int i = 0; i < functions.size(); i++) {
      long result =
          switch (functions.get(i)) {
            case COUNT -> count;
            case MIN_OFFSET -> minOffset;
            case MAX_OFFSET -> maxOffset;
            case MIN_LENGTH -> minLength;
            case MAX_LENGTH -> maxLength;
          };
      boolean isKnown = count > 0 || functions.get(i) == LineAggregate.Function.COUNT;
      results[first + i] = isKnown ? (Object) result : null;
    }
    return results;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    // Each file was closed after its last line.
  }
}
