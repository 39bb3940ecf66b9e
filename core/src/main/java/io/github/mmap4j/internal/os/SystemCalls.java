package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls that a mapping needs. An implementation holds no state and decides nothing: each
 * call returns the system's result, or the negative errno (see {@link Errno#of}), and throws
 * nothing of its own. A call that the system lacks returns the negative ENOSYS.
 *
 * <p>On Windows a descriptor is a handle: only the lower 32 of its 64 bits matter.
 *
 * <p>Calls on mapped memory take a segment, so that the memory can't be unmapped during the call.
 * Only memory that no arena owns is named by its address.
 */
public interface SystemCalls {
  /** Opens the file named by the bytes of {@code path} (no trailing zero), close-on-exec. */
  int open(byte[] path, boolean forWriting);

  /** Returns a duplicate of {@code fd}, close-on-exec. */
  int duplicate(int fd);

  /** Makes a file without a name, in memory, close-on-exec; {@code name} is for diagnosis. */
  default int memoryFile(String name) {
    return -Errno.ENOSYS;
  }

  /** Closes {@code fd}, once even after EINTR: the number may be another file's by then. */
  int close(int fd);

  /** Returns the kind and length of an open file. */
  FileStatus status(int fd);

  /** Returns how many bytes are free in a file's file system. */
  default long spaceLeft(int fd) {
    return -Errno.ENOSYS;
  }

  /** Sets the file's length. */
  int truncate(int fd, long length);

  /** Reserves room for a range of a file, so that writing there can't meet a full disk. */
  int reserve(int fd, long offset, long length);

  /**
   * Drops pages of a file's range from the page cache if they are clean and neither mapped nor
   * locked, and starts writing dirty ones.
   */
  default int evict(int fd, long offset, long length) {
    return -Errno.ENOSYS;
  }

  /** Maps a file, or new memory where {@code fd} is -1, and returns the address. */
  long map(long length, int protection, int flags, int fd, long offset);

  /** Maps a file at {@code address}, in place of the earlier mapping there. */
  default long mapOver(long address, long length, int protection, int flags, int fd, long offset) {
    return -Errno.ENOSYS;
  }

  /** Maps the shared memory at {@code source} a second time and returns the new address. */
  default long mapCopy(long source, long length) {
    return -Errno.ENOSYS;
  }

  /** As {@link #mapCopy}, at {@code address}, in place of the earlier mapping there. */
  default long mapCopyOver(long source, long address, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Replaces what is mapped at {@code address} by empty pages that may be read, and written if the
   * system then has room for them; ENOSYS where it has no such call.
   */
  default long empty(long address, long length, boolean forWriting) {
    return -Errno.ENOSYS;
  }

  /**
   * Returns the size of the smallest piece of a file that can be mapped: the huge page size on a
   * hugetlbfs, otherwise the page size.
   */
  default long mappingUnit(int fd) {
    return NativeAccess.pageSize();
  }

  /** Unmaps memory; on Windows the whole mapping, however long. */
  int unmap(long address, long length);

  /** Unmaps all but the first {@code kept} bytes of a mapping. */
  default int shorten(long address, long mapped, long kept) {
    return unmap(address + kept, mapped - kept);
  }

  /** Changes the length of mapped memory and returns its address, which may be another. */
  default long remap(long address, long oldLength, long newLength) {
    return -Errno.ENOSYS;
  }

  /** Returns a segment over memory; closing {@code arena} does not unmap it. */
  default MemorySegment segment(long address, long length, Arena arena) {
    return Downcall.segment(address, length, arena);
  }

  /** Writes a range's changed pages to its file. */
  int sync(MemorySegment range, int flags);

  /** Finishes what {@link #sync} with these flags leaves undone for the file, if anything. */
  default int settle(int fd, int flags) {
    return 0;
  }

  /** Advises the system about a range. */
  int advise(MemorySegment range, int advice);

  /** Loads the pages of a range and keeps them in memory. */
  int lock(MemorySegment range);

  /** Undoes {@link #lock}. */
  int unlock(MemorySegment range);

  /**
   * Finds out which pages of a range are in memory. The range begins with a page; each byte of
   * {@code vector} stands for a page and has its lowest bit set if the page is there.
   */
  int residency(MemorySegment range, MemorySegment vector);

  /** Names anonymous memory in the system's list of a process's mappings. */
  default int name(MemorySegment range, String name) {
    return -Errno.ENOSYS;
  }

  /** Returns the bytes in a page. */
  int pageSize();

  /** Returns the number of which a mapping's offset must be a multiple. */
  default int allocationGranularity() {
    return pageSize();
  }

  /** Returns whether mapping past the end of a file extends it, as Python has it there. */
  default boolean extendsFiles() {
    return false;
  }

  /** Returns whether a mapping must be unmapped, as a whole, before its file can be shortened. */
  default boolean unmapsToResize() {
    return false;
  }

  /** Returns whether {@link #name} is there. */
  default boolean namesMemory() {
    return false;
  }

  /** Returns this system's memory by name. */
  NamedMemory names();

  /** Returns the calls that take memory to other processes without a name, or null. */
  default IpcCalls ipc() {
    return null;
  }

  /** Returns the calls that install a signal handler, or null. */
  default HandlerCalls handler() {
    return null;
  }

  /** Returns the likely cause of {@code error}, a negated result, as a sentence; or null. */
  String hint(SystemCall call, int error);
}
