package io.github.mmap4j.spark;

import java.io.IOException;

/**
 * Reports that a file became shorter while a task read it. The task fails, and Spark's next attempt
 * reads what is left.
 */
public final class FileShortenedException extends IOException {
  private static final long serialVersionUID = 1;

  /** The path of the file. */
  private final String path;

  /** The length before. */
  private final long before;

  /** The length when this was noticed. */
  private final long now;

  /** Whether bytes of lines are missing that were to be read. */
  private final boolean missesLines;

  FileShortenedException(String path, long before, long now, boolean missesLines, Throwable cause) {
    super(
        path
            + " became shorter while it was read on "
            + LineFile.host()
            + LineFile.lengths(before, now)
            + "; Spark's next attempt reads what is left",
        cause);
    this.path = path;
    this.before = before;
    this.now = now;
    this.missesLines = missesLines;
  }

  /** {@return the path of the file} */
  public String path() {
    return path;
  }

  /** {@return the number of bytes that the file had when the task opened it} */
  public long lengthBefore() {
    return before;
  }

  /**
   * {@return the number of bytes that the file had when the loss was noticed, or {@link
   * io.github.mmap4j.MappingFaultException#UNKNOWN}}
   */
  public long lengthNow() {
    return now;
  }

  /** Returns whether bytes of lines are missing that were to be read, not only later ones. */
  boolean missesLines() {
    return missesLines;
  }
}
