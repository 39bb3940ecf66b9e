package io.github.mmap4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checked options of a mapping to be created.
 *
 * @param source the path, or a description of what is mapped instead
 * @param length the requested length in bytes; 0 means up to the end of the file
 * @param access the access; {@link Access#DEFAULT} only if the memory may be read and written
 * @param mayBeEmpty whether an empty file is mapped, too
 * @param reserved the number of bytes for which addresses are reserved, or 0
 * @param name the name of anonymous memory, or null
 * @param tagname the name by which other processes find the memory, or null
 * @param origin the stack trace of the caller, if recorded
 */
record MapSpec(
    String source,
    long offset,
    long length,
    Access access,
    Set<Protection> protection,
    Set<MapFlag> flags,
    boolean trackFd,
    boolean preallocate,
    boolean confined,
    boolean mayBeEmpty,
    long reserved,
    String name,
    String tagname,
    Optional<List<StackTraceElement>> origin) {

  /**
   * Returns whether the memory may be read. Linux makes writable memory readable too, and CPython
   * reads such memory. So {@code WRITE} alone suffices, but {@code EXEC} alone does not.
   */
  boolean isReadable() {
    return protection.contains(Protection.READ) || isWritable();
  }

  boolean isWritable() {
    return protection.contains(Protection.WRITE);
  }

  boolean isPrivate() {
    return flags.contains(MapFlag.PRIVATE);
  }

  /** Returns whether writes reach the file, if there is one. */
  boolean writesFile() {
    return isWritable() && !isPrivate();
  }

  /**
   * Returns whether this mapping should extend a file of {@code fileSize} bytes, if the system
   * allows that.
   */
  boolean extendsFile(long fileSize) {
    return writesFile()
        && length > 0
        && length <= Long.MAX_VALUE - offset
        && offset + length > fileSize;
  }

  /**
   * Returns how many bytes to map of a regular file of {@code fileSize} bytes; 0 only if the
   * mapping may be empty.
   *
   * @throws IllegalArgumentException if there are no bytes to map, or the file has fewer than
   *     requested
   */
  long lengthIn(long fileSize) {
    if (length == 0) {
      if (fileSize == 0 && offset == 0 && mayBeEmpty) {
        return 0;
      }
      if (fileSize == 0 && offset == 0) {
        throw new IllegalArgumentException(
            source
                + ": an empty file can't be mapped, unless the builder's orEmpty() allows it;"
                + " Mmap.create(path, length) makes a file of zeros");
      }
      if (offset >= fileSize) {
        throw new IllegalArgumentException(
            source + ": offset " + offset + " is not before the end of the file, " + fileSize);
      }
      if (reserved > 0 && reserved < fileSize - offset) {
        throw new IllegalArgumentException(
            "%s: reserve of %d bytes is less than the bytes to map, %d"
                .formatted(source, reserved, fileSize - offset));
      }
      return fileSize - offset;
    }
    if (offset > fileSize || length > fileSize - offset) {
      throw new IllegalArgumentException(
          "%s: length %d at offset %d passes the end of the file, %d"
              .formatted(source, length, offset, fileSize));
    }
    return length;
  }

  /** Returns the description of the mapping that was created, with its actual length. */
  OpenMapping describe(long mappedLength) {
    return new OpenMapping(source, offset, mappedLength, access, origin);
  }
}
