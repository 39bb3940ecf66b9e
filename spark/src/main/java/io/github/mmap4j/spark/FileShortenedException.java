package io.github.mmap4j.spark;

import java.io.IOException;

/**
 * Reports that a file became shorter while a task read it. The task fails, and Spark's next attempt
 * reads what is left.
 *
 * <p>If Spark makes no more attempts, it throws an exception whose causes contain this one:
 *
 * {@snippet :
 * try {
 *   log.write().parquet("/archive");
 * } catch (Exception e) {
 *   for (Throwable cause = e; cause != null; cause = cause.getCause()) {
 *     if (cause instanceof FileShortenedException loss) {
 *       System.err.println(loss.path() + " has only " + loss.lengthNow() + " bytes left");
 *     }
 *   }
 *   throw e;
 * }
 * }
 */
public final class FileShortenedException extends IOException {
  private static final long serialVersionUID = 1;

  /** The path of the file. */
  private final String path;

  /** The length before. */
  private final long before;

  /** The length when this was noticed. */
  private final long now;

  FileShortenedException(String path, long before, long now, Throwable cause) {
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
  }

  /** {@return the path of the file} */
  public String path() {
    return path;
  }

  /**
   * {@return the number of bytes that the file had when the task opened it; in a stream, not more
   * than up to the end of the lines that the batch reads}
   */
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
}
