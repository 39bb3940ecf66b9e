package io.github.mmap4j;

import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * The source of a mapping's bytes, with the system calls that concern the source. {@link Mapping}
 * makes these calls under its lock, so that no call uses a closed descriptor. The caller has
 * checked all ranges.
 */
sealed interface Backing permits NativeBacking, ChannelBacking {
  /** A backing that has mapped its first region. */
  record Opened(Backing backing, Region region) {}

  /** Returns whether the memory shows a file, which others can truncate. */
  boolean isFile();

  /** Returns the length of the file, or {@code mappedLength} if there is none. */
  long size(long mappedLength) throws IOException;

  /** Returns the number of free bytes on the file system, or a negative number if unknown. */
  long spaceLeft() throws IOException;

  void flush(MemorySegment memory, long offset, long size, Set<Sync> flags) throws IOException;

  void advise(MemorySegment range, Advice advice) throws IOException;

  /**
   * Returns the object for system calls that concern only the memory.
   *
   * @throws UnsupportedOperationException if the JDK created the mapping; the message begins with
   *     {@code what}
   */
  SystemCalls system(String what);

  /**
   * Reports which pages of a range are in memory, as {@link SystemCalls#residency} does. The range
   * starts at a page boundary.
   */
  void residency(MemorySegment range, MemorySegment vector) throws IOException;

  /**
   * Drops the first {@code length} bytes from the page cache, as {@link SystemCalls#evict} does.
   */
  void evict(long length) throws IOException;

  /**
   * Returns the offset of the first byte at or after {@code offset} that is not in a hole, or
   * {@code end} if there is none before.
   */
  default long nextData(long offset, long end) {
    return offset;
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is in a hole, or {@code
   * end} if there is none before.
   */
  default long nextHole(long offset, long end) {
    return end;
  }

  void name(MemorySegment memory, String name) throws IOException;

  /**
   * Replaces {@code old} with a region of {@code newLength} bytes. If that fails, the file and the
   * memory are unchanged, though the memory may be in a new region.
   *
   * @throws IOException if it fails while {@code old} is still open; later failures are part of the
   *     result
   */
  Resized resize(Region old, long newLength) throws IOException;

  /**
   * Replaces {@code old} as {@link #resize} does, but leaves the file alone, because the file
   * already has that length.
   */
  Resized refresh(Region old, long newLength) throws IOException;

  Set<Capability> capabilities();
}
