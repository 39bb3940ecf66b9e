package io.github.mmap4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be mapped and how, after the builder has checked it.
 *
 * @param source for people: the path, or what is mapped instead of one
 * @param length bytes asked for; 0 means to the end of the file
 * @param access never {@link Access#DEFAULT} unless memory may be read and written
 * @param name for anonymous memory, or null
 * @param tagname by which other processes find anonymous memory, or null
 * @param origin the stack of whoever asked for it, if that is recorded
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
    String name,
    String tagname,
    Optional<List<StackTraceElement>> origin) {

  /**
   * Whether the memory may be read. Linux gives no way to map memory that can be written and not
   * read, and CPython reads it, so WRITE alone is enough; EXEC is not.
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

  /** Whether what is written must reach a file. */
  boolean writesFile() {
    return isWritable() && !isPrivate();
  }

  /** Whether the file, of {@code fileSize} bytes, is to be made longer where the system allows. */
  boolean extendsFile(long fileSize) {
    return writesFile()
        && length > 0
        && length <= Long.MAX_VALUE - offset
        && offset + length > fileSize;
  }

  /**
   * The bytes to map of a regular file that holds {@code fileSize}.
   *
   * @throws IllegalArgumentException if that is none, or more than the file has
   */
  long lengthIn(long fileSize) {
    if (length == 0) {
      if (fileSize == 0) {
        throw new IllegalArgumentException(source + ": an empty file can't be mapped");
      }
      if (offset >= fileSize) {
        throw new IllegalArgumentException(
            source + ": offset " + offset + " is not before the end of the file, " + fileSize);
      }
      return fileSize - offset;
    }
    if (offset > fileSize || length > fileSize - offset) {
      throw new IllegalArgumentException(
          source
              + ": length "
              + length
              + " at offset "
              + offset
              + " passes the end of the file, "
              + fileSize);
    }
    return length;
  }

  /** The spec of a mapping that has been made: the same, with the length it got. */
  OpenMapping describe(long mappedLength) {
    return new OpenMapping(source, offset, mappedLength, access, origin);
  }
}
