package io.github.mmap4j;

/**
 * Thrown when mapped memory can't be read or written because another process, or other code in this
 * one, has truncated the file. (On Unix, such an access raises SIGBUS, which kills a C or Python
 * process.) This exception is also thrown if the system can't provide a page within the file: the
 * disk is full or failing, or the file was too short for only a moment.
 *
 * <p>The operation that threw has changed no position and returned no value. Any part of a write
 * may have reached the memory that remains. The mapping stays open, and the part that the file
 * still covers can be used.
 *
 * <p>Catch it around work that can begin again with a shorter file. Let it propagate if the file
 * must not become shorter.
 *
 * {@snippet :
 * long lines;
 * try {
 *   lines = m.lines().count();
 * } catch (MappingFaultException e) {
 *   m.refresh(); // adopts the length that the file has now
 *   lines = m.lines().count();
 * }
 * }
 */
public final class MappingFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The result of {@link #fileSize()} if the file's size could not be determined. */
  public static final long UNKNOWN = -1;

  /** The offset of the first unreachable byte in the mapping. */
  private final long offset;

  /** The length of the mapping in bytes. */
  private final long mappingLength;

  /** The size of the file in bytes just after the fault. */
  private final long fileSize;

  MappingFaultException(
      String message, long offset, long mappingLength, long fileSize, Throwable cause) {
    super(message, cause);
    this.offset = offset;
    this.mappingLength = mappingLength;
    this.fileSize = fileSize;
  }

  /**
   * {@return the offset of the first byte that the operation could not reach, in the mapping or
   * guarded segment} The offset is accurate to the page at best, and may be less accurate without a
   * {@linkplain Capability#FAULT_GUARD guard}.
   */
  public long offset() {
    return offset;
  }

  /** {@return the length of the mapping in bytes} */
  public long mappingLength() {
    return mappingLength;
  }

  /** {@return the size of the file in bytes just after the fault, or {@link #UNKNOWN}} */
  public long fileSize() {
    return fileSize;
  }
}
