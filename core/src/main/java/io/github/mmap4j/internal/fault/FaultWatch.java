package io.github.mmap4j.internal.fault;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Watches one piece of memory for operations of several steps, of which some can't be taken back:
 * they ask for a mark, and before each such step and at their end whether it holds. For any thread.
 */
public final class FaultWatch {
  private static final long UNGUARDED = 0;

  private final MemorySegment memory;

  /** Null for memory that nobody has told the guard of, which then has no faults either. */
  private final FaultOwner owner;

  public FaultWatch(MemorySegment memory) {
    this.memory = memory;
    this.owner = FaultGuard.owner(memory, 0);
  }

  /**
   * The mark of an operation that begins now.
   *
   * @throws RuntimeException the owner's exception, if the memory is zeros that can't be repaired
   */
  public long begin() {
    if (owner != null && owner.wasGuarded()) {
      return owner.mark(); // which throws if it is closed
    }
    check(UNGUARDED);
    return UNGUARDED;
  }

  /**
   * Returns if the memory has met no fault since.
   *
   * @throws RuntimeException the owner's exception for the fault
   */
  public void check(long mark) {
    if (owner == null) {
      return;
    }
    if (owner.wasGuarded()) {
      VarHandle.loadLoadFence();
      owner.check(mark);
    } else {
      FaultGuard.polled(memory, 0, memory.byteSize(), () -> null);
    }
  }
}
