package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The range that a task reads at the moment. Its file stays open until one of another follows. */
final class OpenRange implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenRange.class);

  private final LineReaderFactory spec;
  private final LineFile.Opener opener;
  private final ReadBuffer memory = new ReadBuffer();
  private String path;
  private LineFile file;

  /** The lines of the range, or null if none can pass. */
  private LineWalk walk;

  /**
   * Creates a range without lines.
   *
   * @param confined whether a single thread opens, reads and closes each range
   */
  OpenRange(LineReaderFactory spec, boolean confined) {
    this(spec, path -> LineFile.open(path, confined));
  }

  /** Creates a range without lines, which opens files in a way of its own. */
  OpenRange(LineReaderFactory spec, LineFile.Opener opener) {
    this.spec = spec;
    this.opener = opener;
  }

  /** Positions before the first line of a range. If none of its lines can pass, reads nothing. */
  void open(FileRange range) throws IOException {
    walk = null; // its memory is used again
    if (LineWalk.passesNone(range, spec.separator(), spec.filter())) {
      return;
    }
    if (!range.path().equals(path)) {
      close();
      file = opener.open(range.path());
      path = range.path();
      warn(range);
    }
    try {
      walk = new LineWalk(file, range, spec.separator(), spec.filter(), memory);
    } catch (MappingFaultException e) {
      throw file.shorter(e);
    }
  }

  private void warn(FileRange range) {
    String warning = range.listed() == null ? null : range.listed().warning(path, file.length());
    if (warning != null) {
      LOG.warn(warning);
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
      throw file.shorter(e);
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
      throw file.shorter(e);
    }
    check();
    return count;
  }

  /**
   * Fails if the file became shorter while it was read. In the last page of a mapping, bytes that
   * are lost read as zeros without a fault.
   */
  void check() throws IOException {
    long now = file.size();
    if (now < file.length()) {
      throw file.shorter(now);
    }
  }

  /**
   * Gives the memory for lines to other tasks, after the last range that this task reads. Only the
   * thread that reads may call this, not one that closes the range meanwhile.
   */
  void end() {
    walk = null;
    memory.giveBack();
  }

  /** Returns the current line. */
  LineWalk line() {
    return walk;
  }

  @Override
  public void close() throws IOException {
    walk = null;
    path = null;
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
