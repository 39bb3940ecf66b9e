package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The calls of Linux through glibc or musl, which have the same {@code struct sigaction}. */
final class LinuxHandlerCalls implements HandlerCalls {
  static final int READ = PlatformConstant.PROT_READ.value(Platform.LINUX);
  static final int WRITE = PlatformConstant.PROT_WRITE.value(Platform.LINUX);
  private static final int EXEC = PlatformConstant.PROT_EXEC.value(Platform.LINUX);
  static final int NEW_MEMORY =
      PlatformConstant.MAP_PRIVATE.value(Platform.LINUX)
          | PlatformConstant.MAP_ANONYMOUS.value(Platform.LINUX)
          | PlatformConstant.MAP_NORESERVE.value(Platform.LINUX);

  private final LinuxFunctions c;

  LinuxHandlerCalls(LinuxFunctions c) {
    this.c = c;
  }

  @Override
  public long newMemory(long length) {
    return c.mmap(0, length, READ | WRITE, NEW_MEMORY, -1, 0);
  }

  @Override
  public int unmap(long address, long length) {
    return c.munmap(address, length);
  }

  @Override
  public int makeExecutable(long address, long length) {
    int result = c.mprotect(address, length, READ | EXEC);
    // On RISC-V, only this call is documented to let other cores see new code.
    return result < 0 ? result : c.riscv_flush_icache(address, address + length);
  }

  @Override
  public int action(MemorySegment action) {
    return c.sigaction(LinuxFunctions.SIGBUS, MemorySegment.NULL, action);
  }

  @Override
  public int setAction(MemorySegment action) {
    return c.sigaction(LinuxFunctions.SIGBUS, action, MemorySegment.NULL);
  }

  @Override
  public int registerBarrier() {
    return c.membarrier(LinuxFunctions.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
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
