package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/** The system calls that are the same on Linux and macOS. */
abstract class PosixSystemCalls implements SystemCalls {
  private final PosixFunctions c;

  PosixSystemCalls(PosixFunctions c) {
    this.c = c;
  }

  @Override
  public int close(int fd) {
    return c.close(fd);
  }

  @Override
  public int truncate(int fd, long length) {
    return c.ftruncate(fd, length);
  }

  @Override
  public int unmap(long address, long length) {
    return c.munmap(address, length);
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    return c.msync(range, range.byteSize(), flags);
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    return c.madvise(range, range.byteSize(), advice);
  }

  @Override
  public int lock(MemorySegment range) {
    return c.mlock(range, range.byteSize());
  }

  @Override
  public int unlock(MemorySegment range) {
    return c.munlock(range, range.byteSize());
  }

  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    return c.mincore(range, range.byteSize(), vector);
  }

  @Override
  public int pageSize() {
    return c.getpagesize();
  }
}
