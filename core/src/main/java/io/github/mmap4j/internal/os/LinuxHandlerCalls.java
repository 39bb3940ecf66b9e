package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.LinuxCall.address;
import static io.github.mmap4j.internal.os.LinuxCall.function;
import static io.github.mmap4j.internal.os.LinuxCall.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The calls of Linux, by glibc or musl: both have the same {@code struct sigaction}. */
final class LinuxHandlerCalls implements HandlerCalls {
  static final int SIGBUS = 7;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;
  static final int MAP_PRIVATE = 0x2;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;
  static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 1 << 4;

  private static final int SYS_MEMBARRIER =
      Platform.architecture().equals("amd64") || Platform.architecture().equals("x86_64")
          ? 324
          : 283;

  private static final MemorySegment MMAP = function("mmap");
  private static final MemorySegment MUNMAP = function("munmap");
  private static final MemorySegment MPROTECT = function("mprotect");
  private static final MemorySegment SIGACTION = function("sigaction");
  private static final MemorySegment SYSCALL = function("syscall");

  @Override
  public long newMemory(long length) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    return address(MMAP, 0, length, PROT_READ | PROT_WRITE, flags, -1, 0);
  }

  @Override
  public int unmap(long address, long length) {
    return number(MUNMAP, address, length);
  }

  @Override
  public int makeExecutable(long address, long length) {
    return number(MPROTECT, address, length, PROT_READ | PROT_EXEC);
  }

  @Override
  public int action(MemorySegment action) {
    return number(SIGACTION, SIGBUS, 0, action.address());
  }

  @Override
  public int setAction(MemorySegment action) {
    return number(SIGACTION, SIGBUS, action.address(), 0);
  }

  @Override
  public int registerBarrier() {
    return number(SYSCALL, SYS_MEMBARRIER, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
  }

  @Override
  public MemorySegment segment(long address, long length) {
    return Downcall.segment(address, length, Arena.global());
  }

  @Override
  public void beforeClose(Arena arena, Runnable action) {
    Downcall.beforeClose(arena, action);
  }
}
