package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;

/**
 * Removes a region from the guard's table when the arena that unmaps it is closed. The region
 * leaves the table after its memory has become unreachable and before the memory is unmapped.
 */
public final class FaultExit implements Runnable {
  private final boolean shared;
  private volatile FaultOwner owner;
  private boolean hasRun;

  /** Creates an exit; {@code shared} is true if its arena is shared. */
  public FaultExit(boolean shared) {
    this.shared = shared;
  }

  /**
   * Registers this exit with an arena. Call this method both before and after mapping the memory.
   * An arena releases its newest resource first, but a confined arena of the JDK releases its very
   * first resource before all others.
   */
  public void by(Arena arena) {
    if (FaultHandler.missing() == null) {
      NativeAccess.handlerCalls().beforeClose(arena, this);
    }
  }

  public void of(FaultOwner owner) {
    this.owner = owner;
  }

  @Override
  public void run() {
    if (hasRun) {
      return;
    }
    hasRun = true;
    if (shared) {
      Quarantine.pause();
    }
    FaultOwner leaving = owner;
    if (leaving != null && FaultHandler.missing() == null) {
      leaving.leave(FaultHandler.table());
    }
  }
}
