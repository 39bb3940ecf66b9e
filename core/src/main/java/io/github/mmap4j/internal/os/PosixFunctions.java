package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/** The functions that have the same declaration in the C libraries of Linux and macOS. */
interface PosixFunctions {
  int close(int fd);

  int fcntl(int fd, int command, int argument);

  int ftruncate(int fd, long length);

  long mmap(long address, long length, int protection, int flags, int fd, long offset);

  int munmap(long address, long length);

  int msync(MemorySegment range, long length, int flags);

  int madvise(MemorySegment range, long length, int advice);

  int mlock(MemorySegment range, long length);

  int munlock(MemorySegment range, long length);

  int mincore(MemorySegment range, long length, MemorySegment vector);

  int getpagesize();

  int geteuid();
}
