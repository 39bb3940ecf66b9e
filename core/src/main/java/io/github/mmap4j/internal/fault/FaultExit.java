package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Native;
import java.lang.foreign.Arena;

/**
 * Takes a region out of the guard's table when its arena is closed, where the arena itself unmaps
 * the memory: after nobody can reach that any more, and before it is unmapped.
 */
public final class FaultExit implements Runnable {
  private volatile FaultOwner owner;

  /**
   * To be called before the memory is mapped, and after: an arena ends with what it was given last,
   * but the JDK's confined ones end the first thing before all others.
   */
  public void by(Arena arena) {
    if (FaultHandler.missing() == null) {
      Native.handlerCalls().beforeClose(arena, this);
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
