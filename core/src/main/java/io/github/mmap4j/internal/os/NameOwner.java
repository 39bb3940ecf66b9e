package io.github.mmap4j.internal.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The owner of a name, which unlinks it when released or when the virtual machine shuts down. Safe
 * for use by several threads.
 */
public final class NameOwner {
  /** Strong references to all owners, so that a name stays until it is released. */
  private static final Set<NameOwner> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVE.forEach(NameOwner::release), "mmap4j-names"));
  }

  /** The system-specific part. After a call that succeeds, neither method is called again. */
  interface Unlinker {
    /** Unlinks the name and releases what shows other processes that it is owned. */
    void unlink();

    /** Leaves the name in place; returns a negative errno if nothing has changed. */
    int keep();
  }

  private final Unlinker unlinker;

  NameOwner(Unlinker unlinker) {
    this.unlinker = unlinker;
    LIVE.add(this);
  }

  /** Unlinks the name, unless it has already been released or kept. */
  public void release() {
    synchronized (unlinker) {
      if (LIVE.remove(this)) {
        unlinker.unlink();
      }
    }
  }

  /** Lets the name outlast this process; returns 0 or the negative errno. */
  public int keep() {
    synchronized (unlinker) {
      if (!LIVE.contains(this)) {
        return 0;
      }
      int result = unlinker.keep();
      if (result >= 0) {
        LIVE.remove(this);
      }
      return Math.min(result, 0);
    }
  }
}
