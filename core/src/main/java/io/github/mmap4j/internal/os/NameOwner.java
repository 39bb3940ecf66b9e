package io.github.mmap4j.internal.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes a name away when it is let go, or when the virtual machine ends by itself. Safe for several
 * threads.
 */
public final class NameOwner {
  /** Strongly held, so that a name stays until somebody lets it go. */
  private static final Set<NameOwner> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVE.forEach(NameOwner::release), "mmap4j-names"));
  }

  /** What a system does with a name; called once at most for each way to end. */
  interface Hold {
    /** Takes the name away and lets others see that nobody holds it. */
    void release();

    /** Leaves the name; 0 or the negative errno, and then nothing has changed. */
    int keep();
  }

  private final Hold hold;

  NameOwner(Hold hold) {
    this.hold = hold;
    LIVE.add(this);
  }

  /** Takes the name away, if it was not let go or kept before. */
  public void release() {
    synchronized (hold) {
      if (LIVE.remove(this)) {
        hold.release();
      }
    }
  }

  /** Lets the name outlast this process; 0, or the negative errno. */
  public int keep() {
    synchronized (hold) {
      if (!LIVE.contains(this)) {
        return 0;
      }
      int result = hold.keep();
      if (result >= 0) {
        LIVE.remove(this);
      }
      return Math.min(result, 0);
    }
  }
}
