package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;

/**
 * Takes a region out of the guard's table when the arena that unmaps it is closed: once no one can
 * reach the memory, and before it is unmapped.
 */
public final class FaultExit implements Runnable {
  private volatile FaultOwner owner;

  /**
   * Registers this with an arena. Call it both before and after the memory is mapped: an arena
   * releases its newest resource first, but the JDK's confined arenas release the very first
   * resource before all others.
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
    FaultOwner leaving = owner;
    if (leaving != null && FaultHandler.missing() == null) {
      leaving.leave(FaultHandler.table());
    }
  }
}
