package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls that install our machine code as a signal handler; available only on Linux.
 * glibc and musl have the same {@code struct sigaction}. As in {@link SystemCalls}, each call
 * returns the system's result or the negative errno, and throws no exception of its own.
 */
public final class HandlerCalls {
  /** The size of the C library's {@code struct sigaction} in bytes. */
  public static final int ACTION_BYTES = 152;

  /** The offset of the handler's address, a long, in {@code struct sigaction}. */
  public static final int ACTION_HANDLER = 0;

  static final int READ = PlatformConstant.PROT_READ.value(Platform.LINUX);
  static final int WRITE = PlatformConstant.PROT_WRITE.value(Platform.LINUX);
  private static final int EXEC = PlatformConstant.PROT_EXEC.value(Platform.LINUX);
  static final int NEW_MEMORY =
      PlatformConstant.MAP_PRIVATE.value(Platform.LINUX)
          | PlatformConstant.MAP_ANONYMOUS.value(Platform.LINUX)
          | PlatformConstant.MAP_NORESERVE.value(Platform.LINUX);

  private final LinuxFunctions c;

  HandlerCalls(LinuxFunctions c) {
    this.c = c;
  }

  /**
   * Maps private zeroed memory and returns its address. A page uses no physical memory until it is
   * written.
   */
  public long newMemory(long length) {
    return c.mmap(0, length, READ | WRITE, NEW_MEMORY, -1, 0);
  }

  public int unmap(long address, long length) {
    return c.munmap(address, length);
  }

  /**
   * Makes memory readable and executable but not writable. Every thread may then run the code in
   * that memory.
   */
  public int makeExecutable(long address, long length) {
    int result = c.mprotect(address, length, READ | EXEC);
    // On RISC-V, only this call is documented to make new code visible to other cores.
    return result < 0 ? result : c.riscv_flush_icache(address, address + length);
  }

  /** Stores the current action for SIGBUS in {@code action}. */
  public int action(MemorySegment action) {
    return c.sigaction(LinuxFunctions.SIGBUS, MemorySegment.NULL, action);
  }

  /** Sets the action for SIGBUS for the whole process. */
  public int setAction(MemorySegment action) {
    return c.sigaction(LinuxFunctions.SIGBUS, action, MemorySegment.NULL);
  }

  /**
   * Registers this process, so that the handler can make all its threads execute a memory barrier.
   */
  public int registerBarrier() {
    return c.membarrier(LinuxFunctions.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
  }

  /** Returns a segment over memory that is never unmapped. */
  public MemorySegment segment(long address, long length) {
    return Downcall.segment(address, length, Arena.global());
  }

  /**
   * Runs {@code action} when {@code arena} is closed, or when an automatic arena becomes
   * unreachable. The action runs before the arena releases any resource that it acquired earlier.
   * (One exception: in JDK 25, a confined arena releases its very first resource before all
   * others.)
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   */
  public void beforeClose(Arena arena, Runnable action) {
    Downcall.beforeClose(arena, action);
  }
}
