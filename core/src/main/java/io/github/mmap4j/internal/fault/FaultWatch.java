package io.github.mmap4j.internal.fault;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Watches a segment for faults during operations of several steps. An operation first gets a mark,
 * and checks it before each step that can't be undone and at the end. Any thread may use a watch.
 */
public final class FaultWatch {
  private static final long UNGUARDED = 0;

  private final MemorySegment memory;

  /** The owner of the memory's first byte; null if the guard knows none. */
  private final FaultOwner owner;

  public FaultWatch(MemorySegment memory) {
    this.memory = memory;
    this.owner = FaultGuard.owner(memory, 0, Math.min(1, memory.byteSize()));
  }

  /**
   * Begins an operation and returns its mark.
   *
   * @throws RuntimeException the owner's exception, if the memory has zero pages that can't be
   *     repaired
   */
  public long begin() {
    if (owner != null && owner.wasGuarded()) {
      return owner.mark(owner.end()); // throws if the memory is closed
    }
    check(UNGUARDED);
    return UNGUARDED;
  }

  /**
   * Returns normally if no fault has been met in the memory since {@code mark}.
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
