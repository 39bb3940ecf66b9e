package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls that install our machine code as a signal handler. As in {@link SystemCalls},
 * each returns the system's result or the negative errno, and throws no exception of its own.
 */
public interface HandlerCalls {
  /** The size of the C library's {@code struct sigaction}. */
  int ACTION_BYTES = 152;

  /** The offset of the handler's address, a long, in that structure. */
  int ACTION_HANDLER = 0;

  /**
   * Maps private zeroed memory and returns its address; its pages use no memory until they are
   * written.
   */
  long newMemory(long length);

  /** Unmaps memory. */
  int unmap(long address, long length);

  /**
   * Makes memory readable and executable, and no longer writable. Every thread may then run the
   * code that was written there.
   */
  int makeExecutable(long address, long length);

  /** Stores the current action for SIGBUS in {@code action}. */
  int action(MemorySegment action);

  /** Sets the action for SIGBUS for the whole process. */
  int setAction(MemorySegment action);

  /**
   * Registers this process, so that the handler can make all its threads execute a memory barrier.
   */
  int registerBarrier();

  /** Returns a segment over memory that is never unmapped. */
  MemorySegment segment(long address, long length);

  /**
   * Runs {@code action} when {@code arena} is closed, or becomes unreachable if it is automatic,
   * before the arena's earlier resources are released. (JDK 25 has one exception: a confined arena
   * releases its very first resource before all others.)
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   */
  void beforeClose(Arena arena, Runnable action);
}
