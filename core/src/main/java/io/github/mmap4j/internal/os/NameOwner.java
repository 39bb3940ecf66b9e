package io.github.mmap4j.internal.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Unlinks a name when it is released, or when the virtual machine shuts down. Safe for several
 * threads.
 */
public final class NameOwner {
  /** Strong references, so that a name stays until it is released. */
  private static final Set<NameOwner> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVE.forEach(NameOwner::release), "mmap4j-names"));
  }

  /** The system's part; each method is called once at most. */
  interface Unlinker {
    /** Unlinks the name and gives up what shows others that it is owned. */
    void unlink();

    /** Leaves the name; returns 0, or the negative errno if nothing has changed. */
    int keep();
  }

  private final Unlinker unlinker;

  NameOwner(Unlinker unlinker) {
    this.unlinker = unlinker;
    LIVE.add(this);
  }

  /** Unlinks the name, unless it was released or kept before. */
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
