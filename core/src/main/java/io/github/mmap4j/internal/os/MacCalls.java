package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of the C library that {@link MacSystemCalls} calls, one method each: the function's
 * result, or the negative errno where that is -1. Nothing is tried again.
 */
interface MacCalls {
  int open(MemorySegment path, int flags);

  int fcntl(int fd, int command, int argument);

  int fcntl(int fd, int command, MemorySegment argument);

  /** With {@code O_CREAT}, {@code mode} says who may open it. */
  int shmOpen(MemorySegment name, int flags, int mode);

  int shmUnlink(MemorySegment name);

  int geteuid();

  int fsync(int fd);

  int close(int fd);

  /** {@code struct stat} with inodes of 64 bits, on every architecture. */
  int fstat(int fd, MemorySegment status);

  int ftruncate(int fd, long length);

  long mmap(long address, long length, int protection, int flags, int fd, long offset);

  int munmap(long address, long length);

  int msync(MemorySegment range, long length, int flags);

  int madvise(MemorySegment range, long length, int advice);

  int mlock(MemorySegment range, long length);

  int munlock(MemorySegment range, long length);

  int mincore(MemorySegment range, long length, MemorySegment vector);

  int getpagesize();
}
