package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls that a mapping needs. An implementation holds no state and makes no decisions.
 * Each call returns the system's result or the negative errno (see {@link Errno#of}), and throws no
 * exception of its own. A call that the system lacks returns {@code -ENOSYS}.
 *
 * <p>On Windows a descriptor is a handle; only the lower 32 of its 64 bits are significant.
 *
 * <p>Calls on mapped memory take a segment, so that the memory can't be unmapped during the call.
 * Only memory that no arena owns is passed by its address.
 */
public interface SystemCalls {
  /** Opens the file at {@code path}, close-on-exec; the path is not null-terminated. */
  int open(byte[] path, boolean forWriting);

  /** Returns a duplicate of {@code fd}, close-on-exec. */
  int duplicate(int fd);

  /**
   * Creates a memory file, close-on-exec, and returns its descriptor; {@code name} serves only for
   * debugging.
   */
  default int memoryFile(String name) {
    return -Errno.ENOSYS;
  }

  /** Works like {@link #memoryFile}, but the file consists of huge pages of the given size. */
  default int hugeMemoryFile(String name, long pageSize) {
    return -Errno.ENOSYS;
  }

  /** Returns the default size of huge pages, or the page size if there are none. */
  default long hugePageSize() {
    return pageSize();
  }

  /**
   * Describes why huge pages of the given size could not be had. Returns null if {@code error}, the
   * positive code of a failed call, has another cause.
   */
  default String hugePageHint(long pageSize, int error) {
    return null;
  }

  /**
   * Closes {@code fd}. Never repeats the call, even after EINTR, because the descriptor may belong
   * to another file by then.
   */
  int close(int fd);

  /** Returns the type, owner and length of an open file. */
  FileStatus status(int fd);

  /**
   * Returns which copy of a file the status of its descriptor describes. Returns null if the
   * descriptor always maps that copy, as on every file system except overlayfs.
   */
  default FileCopy copy(int fd) {
    return null;
  }

  /**
   * Opens the file of a descriptor anew for reading, close-on-exec, so that the new descriptor maps
   * the file's present copy.
   */
  default int reopen(int fd) {
    return -Errno.ENOSYS;
  }

  /** Returns the number of bytes available on a file's file system. */
  default long spaceLeft(int fd) {
    return -Errno.ENOSYS;
  }

  /** Sets a file's length. */
  int truncate(int fd, long length);

  /**
   * Reserves disk space for a range of a file, so that writing there can't fail for lack of space.
   */
  int reserve(int fd, long offset, long length);

  /** Writes up to {@code length} zeros to a file at {@code offset} and returns their number. */
  default long writeZeros(int fd, long offset, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Drops the pages of a file range from the page cache if they are clean and neither mapped nor
   * locked; starts writing dirty pages to disk.
   */
  default int evict(int fd, long offset, long length) {
    return -Errno.ENOSYS;
  }

  /** Maps a file, or new memory if {@code fd} is -1, and returns the address. */
  long map(long length, int protection, int flags, int fd, long offset);

  /** Maps a file at {@code address}, replacing any mapping there. */
  default long mapOver(long address, long length, int protection, int flags, int fd, long offset) {
    return -Errno.ENOSYS;
  }

  /** Maps the shared memory at {@code source} a second time and returns the new address. */
  default long mapCopy(long source, long length) {
    return -Errno.ENOSYS;
  }

  /** Works like {@link #mapCopy}, but maps at {@code address}, replacing any mapping there. */
  default long mapCopyOver(long source, long address, long length) {
    return -Errno.ENOSYS;
  }

  /**
   * Replaces any mapping at {@code address} with zero pages. The zero pages are readable, and also
   * writable if {@code forWriting} is set and the system's limits allow it.
   */
  default long empty(long address, long length, boolean forWriting) {
    return -Errno.ENOSYS;
  }

  /** Replaces any mapping at {@code address} with pages that can't be accessed. */
  default long forbid(long address, long length) {
    return -Errno.ENOSYS;
  }

  /** Works like {@link #forbid}, but fails if anything is mapped there. */
  default long forbidFree(long address, long length) {
    return -Errno.ENOSYS;
  }

  /** Returns whether this process has a limit on its addresses, lower than the processor's. */
  default boolean limitsAddresses() {
    return false;
  }

  /**
   * Returns the unit in which a file can be mapped: the huge page size on hugetlbfs, and the page
   * size elsewhere.
   */
  default long mappingUnit(int fd) {
    return NativeAccess.pageSize();
  }

  /**
   * Returns whether a file has holes, which take no space, and {@link #nextData} can be relied on
   * to find its data even just after the file has been written through a mapping.
   */
  default boolean hasHoles(int fd) {
    return false;
  }

  /**
   * Returns whether a file is named memory, whose file system is memory of limited size. Such
   * memory must reserve its space when it grows.
   */
  default boolean isNamedMemory(int fd) {
    return false;
  }

  /**
   * Returns whether bytes that were stored past the end of a file, in its last page, become content
   * when the file is extended.
   */
  default boolean keepsBytesPastEnd(int fd) {
    return false;
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is not in a hole, or the
   * negative ENXIO if only a hole follows or the file ends there. Moves the descriptor's position.
   */
  default long nextData(int fd, long offset) {
    return -Errno.ENOSYS;
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is in a hole, or the
   * length of the file if there is none. Moves the descriptor's position.
   */
  default long nextHole(int fd, long offset) {
    return -Errno.ENOSYS;
  }

  /** Unmaps memory; on Windows, any {@code length} except 0 unmaps the whole mapping. */
  int unmap(long address, long length);

  /** Unmaps all but the first {@code kept} bytes of a mapping. */
  default int shorten(long address, long mapped, long kept) {
    return unmap(address + kept, mapped - kept);
  }

  /** Changes the length of mapped memory and returns its address, which may have changed. */
  default long remap(long address, long oldLength, long newLength) {
    return -Errno.ENOSYS;
  }

  /** Moves memory to {@code address}, replacing any mapping there; the length stays the same. */
  default long moveOver(long source, long address, long length) {
    return -Errno.ENOSYS;
  }

  /** Returns a segment over memory, which closing {@code arena} does not unmap. */
  default MemorySegment segment(long address, long length, Arena arena) {
    return Downcall.segment(address, length, arena);
  }

  /** Writes a range's changed pages to its file. */
  int sync(MemorySegment range, int flags);

  /**
   * Completes a {@link #sync} with the same flags, on systems where that takes a further call on
   * the file.
   */
  default int settle(int fd, int flags) {
    return 0;
  }

  /** Gives the system advice about a range. */
  int advise(MemorySegment range, int advice);

  /** Loads the pages of a range and keeps them in memory. */
  int lock(MemorySegment range);

  /** Undoes {@link #lock}. */
  int unlock(MemorySegment range);

  /**
   * Determines which pages of a range are in memory. The range must begin at a page boundary. Each
   * byte of {@code vector} stands for a page, and its lowest bit is set if the page is in memory.
   */
  int residency(MemorySegment range, MemorySegment vector);

  /** Names anonymous memory in the system's list of this process's mappings. */
  default int name(MemorySegment range, String name) {
    return -Errno.ENOSYS;
  }

  /** Returns the page size in bytes. */
  int pageSize();

  /** Returns the required alignment of a mapping's file offset, in bytes. */
  default int allocationGranularity() {
    return pageSize();
  }

  /**
   * Returns whether mapping past the end of a file extends the file, as it does in Python on
   * Windows.
   */
  default boolean extendsFiles() {
    return false;
  }

  /** Returns whether the whole mapping must be unmapped before its file can be shortened. */
  default boolean unmapsToResize() {
    return false;
  }

  /**
   * Returns whether a file can be mapped past its end, so that the pages there show the file as
   * soon as it is extended.
   */
  default boolean mapsPastEnd() {
    return false;
  }

  /** Returns whether the system supports {@link #name}. */
  default boolean namesMemory() {
    return false;
  }

  /** Returns this system's implementation of named memory. */
  NamedMemory names();

  /** Returns the calls that share memory between processes, or null if the system lacks them. */
  default IpcCalls ipc() {
    return null;
  }

  /** Returns the calls that install a signal handler, or null if the system lacks them. */
  default HandlerCalls handler() {
    return null;
  }

  /**
   * Describes the likely cause of {@code error}, a negated result; returns null if it is unknown.
   */
  String hint(SystemCall call, int error);
}
