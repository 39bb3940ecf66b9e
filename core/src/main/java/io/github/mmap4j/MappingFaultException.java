package io.github.mmap4j;

/**
 * Thrown when memory of a mapping can't be read or written, because the file behind it no longer
 * reaches that far: another process, or other code in this one, has made it shorter. (On Unix this
 * is SIGBUS, which ends a process written in C or Python.) Or the file does reach that far, and the
 * system can't provide the page: a disk is full or fails, or the file was short only for a moment.
 *
 * <p>The operation changed no position and returned no value. Of a write, any part may have reached
 * the memory that is still there. The mapping stays open, and what the file still covers can be
 * used.
 */
public final class MappingFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@link #fileSize()} where the file's size could not be determined. */
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
   * {@return the first byte of the operation that can't be reached, counted from the start of the
   * mapping or guarded segment} It is exact to the page at best, because that is what the system
   * reports; without a {@linkplain Capability#FAULT_GUARD guard} it may be less exact.
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
