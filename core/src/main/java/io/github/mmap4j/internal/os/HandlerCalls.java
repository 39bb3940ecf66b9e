package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls by which machine code of ours becomes a signal handler. As with {@link Os}, each
 * returns the system's result, or the negative errno, and throws nothing of its own.
 */
public interface HandlerCalls {
  /** Bytes of the C library's {@code struct sigaction}. */
  int ACTION_BYTES = 152;

  /** Where in it the handler's address is, as a long. */
  int ACTION_HANDLER = 0;

  /** The address of new private memory of zeros, of which pages cost nothing until written. */
  long newMemory(long length);

  int unmap(long address, long length);

  /** Makes written memory readable and executable, and no longer writable. */
  int makeExecutable(long address, long length);

  /** Puts the action that SIGBUS has into {@code action}. */
  int action(MemorySegment action);

  /** Gives SIGBUS that action, for the whole process. */
  int setAction(MemorySegment action);

  /** Lets this process's handler have all of its threads pass a memory barrier. */
  int registerBarrier();

  /** A segment over memory that nobody ever unmaps. */
  MemorySegment segment(long address, long length);

  /**
   * Has {@code action} run when {@code arena} is closed, or its memory unreachable: before what the
   * arena was given earlier is given back. (JDK 25 has one exception: the very first that a
   * confined arena was given, which comes before all.)
   *
   * @throws IllegalStateException if it is closed
   * @throws WrongThreadException if it is confined to another thread
   */
  void beforeClose(Arena arena, Runnable action);
}
