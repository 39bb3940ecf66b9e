package io.github.mmap4j;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * The source of a mapping's bytes, and the system calls on that source. {@link Mapping} makes these
 * calls under its lock, so that no call uses a closed descriptor. The caller has checked all
 * ranges.
 */
sealed interface Backing permits NativeBacking, ChannelBacking {
  /** A backing, with the first region that it has mapped. */
  record Opened(Backing backing, Region region) {}

  /**
   * The result of changing a mapping's length.
   *
   * @param region the region to use from now on, even if the change failed
   * @param failure the reason if the change failed, or null
   * @param isAnew whether the memory was mapped anew, without its former advice and locks
   */
  record Resized(Region region, Throwable failure, boolean isAnew) {
    Resized(Region region, Throwable failure) {
      this(region, failure, false);
    }

    static Resized anew(Region region) {
      return new Resized(region, null, true);
    }

    void throwFailure() throws IOException {
      switch (failure) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(failure);
      }
    }
  }

  /** Returns whether the memory is mapped from a file, which others can truncate. */
  boolean isFile();

  /** Returns the length of the file, or {@code mappedLength} if there is none. */
  long size(long mappedLength) throws IOException;

  /** Returns the pages of the memory, which may be huge. */
  default Pages pages() {
    return NativeAccess.pages();
  }

  /** Returns the number of bytes of which the file's length must be a multiple. */
  default long lengthUnit() {
    return 1;
  }

  /**
   * Writes zeros to the part of a file that an appender fills next, and returns the number of bytes
   * written or that can be used as they are. With pages that a write call has allocated, stores
   * fault less and don't run out of disk space.
   *
   * @throws IOException if there is no space for a byte
   */
  default long prepare(long offset, long length) throws IOException {
    return length;
  }

  /**
   * Returns whether the memory shows an earlier copy of the file, because overlayfs has copied the
   * file to another layer. Then {@link #refresh} shows the file even if its length is the same.
   */
  default boolean isOutdated() {
    return false;
  }

  /** Returns whether {@link #isOutdated} can't tell. */
  default boolean mayBeOutdated() {
    return false;
  }

  /** Returns the number of free bytes on the file system, or a negative number if unknown. */
  long spaceLeft() throws IOException;

  void flush(MemorySegment memory, long offset, long size, Set<Sync> flags) throws IOException;

  void advise(MemorySegment range, Advice advice) throws IOException;

  /**
   * Returns the object that makes system calls on the memory alone.
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
   * Drops the first {@code length} bytes of the mapped part of the file from the page cache, as
   * {@link SystemCalls#evict} does.
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
   * Replaces {@code old} with a region of {@code newLength} bytes. If the replacement fails, the
   * file and the memory keep their contents, though the memory may be in a new region.
   *
   * @throws IOException if the replacement fails while {@code old} is still open; later failures
   *     are part of the result
   */
  Resized resize(Region old, long newLength) throws IOException;

  /**
   * Shortens {@code old} and its file as {@link #resize} does, but need not invalidate its views,
   * because none of them reaches past {@code newLength}.
   */
  default Resized cut(Region old, long newLength) throws IOException {
    return resize(old, newLength);
  }

  /**
   * Replaces {@code old} as {@link #resize} does, but leaves the file alone, because the file
   * already has that length.
   */
  Resized refresh(Region old, long newLength) throws IOException;

  Set<Capability> capabilities();
}
