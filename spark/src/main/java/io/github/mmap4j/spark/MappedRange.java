package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.Closeable;
import java.io.IOException;

/**
 * The range that a task reads at the moment. The file stays mapped until one of another follows.
 */
final class MappedRange implements Closeable {
  private final LineReaderFactory spec;
  private final Mapper mapper;
  private String path;
  private Mmap text;
  private LineWalk walk;

  /** Maps files. */
  @FunctionalInterface
  interface Mapper {
    /** Returns the mapping of a file, or null if the file is empty. */
    Mmap map(String path) throws IOException;
  }

  /**
   * Creates a range without lines.
   *
   * @param confined whether a single thread opens, reads and closes each range
   */
  MappedRange(LineReaderFactory spec, boolean confined) {
    this(spec, path -> LineFile.map(path, confined));
  }

  /** Creates a range without lines, which maps files in a way of its own. */
  MappedRange(LineReaderFactory spec, Mapper mapper) {
    this.spec = spec;
    this.mapper = mapper;
  }

  /** Positions before the first line of a range. */
  void open(FileRange range) throws IOException {
    if (!range.path().equals(path)) {
      close();
      path = range.path();
      text = mapper.map(path);
    }
    try {
      // An empty file can't be mapped.
      walk = text == null ? null : new LineWalk(text, range, spec.separator(), spec.filter());
    } catch (MappingFaultException e) {
      throw shorter(e);
    }
  }

  /** Moves to the next line that passes, or returns false if there is none. */
  boolean next() throws IOException {
    if (walk == null) {
      return false;
    }
    try {
      if (walk.next()) {
        return true;
      }
    } catch (MappingFaultException e) {
      throw shorter(e);
    }
    check();
    return false;
  }

  /** Counts the lines that are left and pass. */
  long count() throws IOException {
    if (walk == null) {
      return 0;
    }
    long count;
    try {
      count = walk.count();
    } catch (MappingFaultException e) {
      throw shorter(e);
    }
    check();
    return count;
  }

  /**
   * Fails if the file became shorter while it was read. In its last page, bytes that are lost read
   * as zeros without a fault.
   */
  void check() throws IOException {
    if (text != null && text.size() < text.length()) {
      throw shorter(null);
    }
  }

  /** Returns the current line. */
  LineWalk line() {
    return walk;
  }

  /** Returns the bytes that {@link LineWalk#array} returns for the current line. */
  byte[] array() throws IOException {
    try {
      return walk.array();
    } catch (MappingFaultException e) {
      throw shorter(e);
    }
  }

  private IOException shorter(MappingFaultException e) throws IOException {
    return new IOException(
        path
            + " became shorter while it was read on "
            + LineFile.host()
            + LineFile.lengths(text.length(), e == null ? text.size() : e.fileSize())
            + "; Spark's next attempt reads what is left",
        e);
  }

  @Override
  public void close() {
    walk = null;
    path = null;
    if (text != null) {
      text.close();
      text = null;
    }
  }
}
