package io.github.mmap4j.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the lines of a task's ranges, one range after the other. */
final class LineReader implements PartitionReader<InternalRow> {
  private final LineReaderFactory spec;
  private final Iterator<FileRange> ranges;
  private final LineColumn[] columns;
  private final OpenRange open;
  private final Object[] values;
  private final InternalRow row;

  private boolean isOpen;
  private UTF8String file;
  private long left;

  LineReader(LineReaderFactory spec, List<FileRange> ranges) {
    // Spark may consume rows on one thread, as for Python functions, and close on another.
    this(spec, ranges, path -> LineFile.open(path, false));
  }

  LineReader(LineReaderFactory spec, List<FileRange> ranges, LineFile.Opener opener) {
    this.spec = spec;
    this.ranges = ranges.iterator();
    this.columns = spec.columns().toArray(LineColumn[]::new);
    this.open = new OpenRange(spec, opener);
    this.values = new Object[columns.length];
    this.row = new GenericInternalRow(values);
    this.left = spec.limit();
  }

  @Override
  public boolean next() throws IOException {
    if (left == 0) {
      open.end();
      return false;
    }
    while (!isOpen || !open.next()) {
      if (!ranges.hasNext()) {
        open.end();
        return false;
      }
      FileRange range = ranges.next();
      file = UTF8String.fromString(range.path());
      open.open(range);
      isOpen = true;
    }
    left--;
    fillRow();
    if (left == 0) {
      open.check();
    }
    return true;
  }

  private void fillRow() throws IOException {
    LineWalk line = open.line();
    for (int i = 0; i < columns.length; i++) {
      values[i] =
          switch (columns[i]) {
            case VALUE -> value(line);
            case FILE -> file;
            case OFFSET -> line.offset();
            case LENGTH -> line.length();
          };
    }
  }

  private Object value(LineWalk line) throws IOException {
    byte[] bytes = line.array();
    int from = line.index();
    int length = (int) line.length();
    return spec.binary()
        ? Arrays.copyOfRange(bytes, from, from + length)
        : UTF8String.fromBytes(bytes, from, length);
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
