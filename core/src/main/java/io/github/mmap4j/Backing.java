package io.github.mmap4j;

import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * What a mapping's bytes come from, and the calls that concern it. {@link Mapping} makes them while
 * it holds its lock, so that no call meets a closed descriptor; ranges have been checked before.
 */
sealed interface Backing permits NativeBacking, ChannelBacking {
  /** A backing that has mapped its first region. */
  record Opened(Backing backing, Region region) {}

  /** Whether the memory shows a file, which others can make shorter. */
  boolean isFile();

  /** Bytes in the file, or {@code mappedLength} where there is none. */
  long size(long mappedLength) throws IOException;

  /** Bytes that the file's file system has left; negative where that is not known. */
  long spaceLeft() throws IOException;

  void flush(MemorySegment memory, long offset, long size, Set<Sync> flags) throws IOException;

  void advise(MemorySegment range, Advice advice) throws IOException;

  /**
   * The system's calls, for what concerns nothing but the memory.
   *
   * @throws UnsupportedOperationException if the memory is the JDK's; the message begins with what
   *     was asked for
   */
  SystemCalls system(String what);

  /**
   * Tells which pages of a range are in memory, as {@link SystemCalls#residency}; it begins with a
   * page.
   */
  void residency(MemorySegment range, MemorySegment vector) throws IOException;

  /** Drops the first {@code length} bytes from the page cache, as {@link SystemCalls#evict}. */
  void evict(long length) throws IOException;

  void name(MemorySegment memory, String name) throws IOException;

  /**
   * Ends {@code old} and begins a region of {@code newLength} bytes. Where that fails, file and
   * memory are as they were, though perhaps in a new region.
   *
   * @throws IOException if it fails while {@code old} is still open; later failures are returned
   */
  Resized resize(Region old, long newLength) throws IOException;

  /** As {@link #resize}, but the file has that length already and is left alone. */
  Resized refresh(Region old, long newLength) throws IOException;

  Set<Capability> capabilities();
}
