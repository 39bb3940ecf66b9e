package io.github.mmap4j;

/**
 * Memory of a mapping could not be read or written, because the file behind it no longer reaches
 * that far: another process, or this one through another way, has made it shorter. (Unix: SIGBUS,
 * of which a process in C or Python dies.) Or the file does reach that far, and the system can't
 * provide the page: a disk is full or fails, or the file was short for a moment only.
 *
 * <p>The operation changed no position and returned no value; of a write, any part may have reached
 * the memory that is still there. The mapping stays open, and what the file still covers can be
 * used.
 */
public final class MappingFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@link #fileSize()} where the file's size could not be asked. */
  public static final long UNKNOWN = -1;

  /** The first byte not reached, from the mapping's start. */
  private final long offset;

  /** Bytes in the mapping. */
  private final long mappingLength;

  /** Bytes in the file just after the fault. */
  private final long fileSize;

  MappingFaultException(
      String message, long offset, long mappingLength, long fileSize, Throwable cause) {
    super(message, cause);
    this.offset = offset;
    this.mappingLength = mappingLength;
    this.fileSize = fileSize;
  }

  /**
   * {@return the first byte of the operation that can't be reached, counted from the mapping's
   * start} It is as near as can be known: the system tells a page, and the virtual machine not even
   * that.
   */
  public long offset() {
    return offset;
  }

  /** {@return bytes in the mapping} */
  public long mappingLength() {
    return mappingLength;
  }

  /** {@return bytes in the file just after the fault, or {@link #UNKNOWN}} */
  public long fileSize() {
    return fileSize;
  }
}
