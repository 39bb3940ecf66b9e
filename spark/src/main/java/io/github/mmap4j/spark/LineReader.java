package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the lines of a task's ranges, one after the other; maps one file at a time. */
final class LineReader implements PartitionReader<InternalRow> {
  private final LineReaderFactory spec;
  private final Iterator<FileRange> ranges;
  private final Object[] values;
  private final InternalRow row;

  private String path;
  private UTF8String file;
  private Mmap text;
  private LineWalk walk;

  LineReader(LineReaderFactory spec, List<FileRange> ranges) {
    this.spec = spec;
    this.ranges = ranges.iterator();
    this.values = new Object[spec.columns().size()];
    this.row = new GenericInternalRow(values);
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (walk == null || !walk.next()) {
        if (!ranges.hasNext()) {
          return false;
        }
        open(ranges.next());
      }
      fill();
      return true;
    } catch (MappingFaultException e) {
      throw new IOException(
          path
              + " has become shorter while it was read on "
              + LineFile.host()
              + "; a retry of the task reads what is left",
          e);
    }
  }

  private void open(FileRange range) throws IOException {
    if (!range.path().equals(path)) {
      close();
      path = range.path();
      file = UTF8String.fromString(path);
      text = LineFile.map(path);
    }
    walk =
        text == null
            ? null
            : new LineWalk(text, spec.separator(), range.start(), range.end(), LineWalk.WINDOW);
  }

  private void fill() {
    List<LineColumn> columns = spec.columns();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (columns.get(i)) {
            case VALUE -> value();
            case FILE -> file;
            case OFFSET -> walk.offset();
            case LENGTH -> walk.length();
          };
    }
  }

  private Object value() {
    byte[] bytes = walk.array();
    int from = walk.index();
    int length = (int) walk.length();
    return spec.binary()
        ? Arrays.copyOfRange(bytes, from, from + length)
        : UTF8String.fromBytes(bytes, from, length);
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    walk = null;
    if (text != null) {
      text.close();
      text = null;
    }
    path = null;
  }
}
