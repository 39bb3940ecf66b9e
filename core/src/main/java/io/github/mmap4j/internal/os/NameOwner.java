package io.github.mmap4j.internal.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The thread-safe owner of a name, which it unlinks when it is released or when the virtual machine
 * shuts down.
 */
public final class NameOwner {
  /**
   * The owners that have neither released nor kept their names; the shutdown hook releases them.
   */
  private static final Set<NameOwner> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVE.forEach(NameOwner::release), "mmap4j-names"));
  }

  private final Runnable unlink;
  private final IntSupplier keep;

  /**
   * Creates an owner with the two system-specific ways to give up a name. Once one of them has
   * succeeded, neither is called again.
   *
   * @param unlink unlinks the name and releases the system resources that mark it as owned
   * @param keep leaves the name in place; returns a negative errno if nothing has changed
   */
  NameOwner(Runnable unlink, IntSupplier keep) {
    this.unlink = unlink;
    this.keep = keep;
    LIVE.add(this);
  }

  /** Unlinks the name, unless it has already been released or kept. */
  public synchronized void release() {
    if (LIVE.remove(this)) {
      unlink.run();
    }
  }

  /** Lets the name outlast this process; returns 0 or the negative errno. */
  public synchronized int keep() {
    if (!LIVE.contains(this)) {
      return 0;
    }
    int result = keep.getAsInt();
    if (result >= 0) {
      LIVE.remove(this);
    }
    return Math.min(result, 0);
  }
}
