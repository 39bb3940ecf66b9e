package io.github.mmap4j.harness;

import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.MemorySegment;

/** Offers this system's calls without mremap and memfd_create, which macOS lacks. */
public record WithoutRemap(SystemCalls os) implements SystemCalls {

  @Override
  public int open(byte[] path, boolean forWriting) {
    return os.open(path, forWriting);
  }

  @Override
  public int duplicate(int fd) {
    return os.duplicate(fd);
  }

  @Override
  public int close(int fd) {
    return os.close(fd);
  }

  @Override
  public FileStatus status(int fd) {
    return os.status(fd);
  }

  @Override
  public int truncate(int fd, long length) {
    return os.truncate(fd, length);
  }

  @Override
  public int reserve(int fd, long offset, long length) {
    return os.reserve(fd, offset, length);
  }

  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    return os.map(length, protection, flags, fd, offset);
  }

  @Override
  public int unmap(long address, long length) {
    return os.unmap(address, length);
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    return os.sync(range, flags);
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    return os.advise(range, advice);
  }

  @Override
  public int lock(MemorySegment range) {
    return os.lock(range);
  }

  @Override
  public int unlock(MemorySegment range) {
    return os.unlock(range);
  }

  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    return os.residency(range, vector);
  }

  @Override
  public int name(MemorySegment range, String name) {
    return os.name(range, name);
  }

  @Override
  public boolean namesMemory() {
    return os.namesMemory();
  }

  @Override
  public int pageSize() {
    return os.pageSize();
  }

  @Override
  public NamedMemory names() {
    return os.names();
  }

  @Override
  public String hint(SystemCall call, int errno) {
    return os.hint(call, errno);
  }
}
