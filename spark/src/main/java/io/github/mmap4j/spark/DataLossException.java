package io.github.mmap4j.spark;

/**
 * Reports lines of a stream that can't be read any more, because their file was deleted, truncated
 * or written anew after they were seen. The option {@code failOnDataLoss=false} lets the stream go
 * on without them.
 *
 * <p>The query fails with an exception of Spark, whose causes contain this one:
 *
 * {@snippet :
 * try {
 *   query.awaitTermination();
 * } catch (StreamingQueryException e) {
 *   for (Throwable cause = e; cause != null; cause = cause.getCause()) {
 *     if (cause instanceof DataLossException loss) {
 *       System.err.println(loss.path() + " lost its lines from offset " + loss.offset() + " on");
 *     }
 *   }
 * }
 * }
 */
public final class DataLossException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The path of the file. */
  private final String path;

  /** The offset of the first lost line. */
  private final long offset;

  DataLossException(String path, long offset, String reason, Throwable cause) {
    super(
        "the lines of "
            + path
            + " from offset "
            + offset
            + " on are lost: "
            + reason
            + "; to go on without them, set failOnDataLoss=false",
        cause);
    this.path = path;
    this.offset = offset;
  }

  /** {@return the path of the file} */
  public String path() {
    return path;
  }

  /** {@return the offset in the file of the first line that is lost} */
  public long offset() {
    return offset;
  }
}
