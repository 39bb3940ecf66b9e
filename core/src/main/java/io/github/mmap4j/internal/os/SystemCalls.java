package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls that a mapping is made of. An implementation holds no state and decides nothing:
 * each call returns the system's result, or the negative errno (see {@link Errno#of}), and throws
 * nothing of its own.
 *
 * <p>A descriptor is, on Windows, a handle: of its 64 bits the lower 32 are all that matters.
 *
 * <p>Calls on mapped memory take a segment, so that the memory can't be unmapped while the system
 * works on it; only what no arena owns is named by its address.
 */
public interface SystemCalls {
  /** Opens the file named by the bytes of {@code path} (no trailing zero), close-on-exec. */
  int open(byte[] path, boolean forWriting);

  /** A duplicate of {@code fd}, close-on-exec. */
  int duplicate(int fd);

  /**
   * A new file without a name, in memory, close-on-exec; {@code name} is for diagnosis. ENOSYS
   * where the system has none that can grow.
   */
  int memoryFile(String name);

  int close(int fd);

  FileStatus status(int fd);

  /** Bytes that are left in a file's file system; ENOSYS where that is not asked. */
  default long spaceLeft(int fd) {
    return -Errno.ENOSYS;
  }

  /** Sets the file's length. */
  int truncate(int fd, long length);

  /** Reserves room for a range of a file, so that writing there can't meet a full disk. */
  int reserve(int fd, long offset, long length);

  /**
   * Drops pages of a file's range from the page cache, if they are clean and neither mapped nor
   * locked, and starts writing dirty ones. ENOSYS where the system has no such call.
   */
  default int evict(int fd, long offset, long length) {
    return -Errno.ENOSYS;
  }

  /** The address of a new mapping. */
  long map(long length, int protection, int flags, int fd, long offset);

  /**
   * Maps a file at {@code address}, in place of what is mapped there; ENOSYS where the system has
   * no such call.
   */
  default long mapOver(long address, long length, int protection, int flags, int fd, long offset) {
    return -Errno.ENOSYS;
  }

  /**
   * Maps the shared memory at {@code source} a second time, and returns the new address; ENOSYS
   * where the system has no such call.
   */
  default long mapCopy(long source, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Maps the shared memory at {@code source} a second time, at {@code address}, in place of what is
   * mapped there; ENOSYS where the system has no such call.
   */
  default long mapCopyOver(long source, long address, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Replaces what is mapped at {@code address} by empty pages that may be read and written; ENOSYS
   * where the system has no such call.
   */
  default long empty(long address, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Returns the size of the smallest piece of a file that can be mapped: the huge page size on a
   * hugetlbfs, otherwise the page size.
   */
  default long mappingUnit(int fd) {
    return NativeAccess.pageSize();
  }

  int unmap(long address, long length);

  /**
   * Gives back what lies behind the first {@code kept} bytes of a mapping. ENOSYS where memory is
   * given back whole only.
   */
  default int shorten(long address, long mapped, long kept) {
    return unmap(address + kept, mapped - kept);
  }

  /**
   * The address of the memory after its length has changed; it may have moved. ENOSYS where the
   * system has no such call.
   */
  long remap(long address, long oldLength, long newLength);

  /** A segment over memory that {@code arena} keeps, but does not unmap. */
  MemorySegment segment(long address, long length, Arena arena);

  int sync(MemorySegment range, int flags);

  /** What {@link #sync} by those flags leaves undone for its file, where it leaves anything. */
  default int settle(int fd, int flags) {
    return 0;
  }

  int advise(MemorySegment range, int advice);

  /** Loads the pages of a range, and keeps them in memory. */
  int lock(MemorySegment range);

  int unlock(MemorySegment range);

  /**
   * Tells which pages of a range are in memory: one byte of {@code vector} a page, its lowest bit
   * set where so. The range begins with a page.
   */
  int residency(MemorySegment range, MemorySegment vector);

  /** Names anonymous memory in the system's list of a process's mappings. */
  int name(MemorySegment range, String name);

  int pageSize();

  /** What a mapping's offset must be a multiple of. */
  default int allocationGranularity() {
    return pageSize();
  }

  /** Whether mapping past the end of a file makes the file longer, by Python's rules there. */
  default boolean extendsFiles() {
    return false;
  }

  /** Whether memory is given back whole only, and before its file's length may change. */
  default boolean unmapsToResize() {
    return false;
  }

  /** Whether {@link #name} can do anything. */
  default boolean namesMemory() {
    return false;
  }

  /** What may be known of the cause of {@code error}, an answer negated, as a sentence; or null. */
  String hint(String call, int error);
}
