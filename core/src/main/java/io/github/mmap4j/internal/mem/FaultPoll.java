package io.github.mmap4j.internal.mem;

/**
 * Makes a pending fault of mapped memory arrive here and not later.
 *
 * <p>When a page behind a mapping can't be read (the file was truncated), HotSpot lets the access
 * return a made-up value and throws the {@link InternalError} at the thread's next safepoint poll.
 * In compiled code that may be in a caller's frame, long after a {@code try} around the access has
 * been left. So every access polls inside its {@code try}, after the access and before a value,
 * position or state leaves it.
 */
public final class FaultPoll {
  /** Volatile, so that the compiler can neither know the end of the loop nor drop its poll. */
  private static volatile int rounds = 1;

  private FaultPoll() {}

  /** Throws the {@link InternalError} of a fault that this thread met before, if there is one. */
  public static void poll() {
    // A loop with an unknown end keeps a safepoint poll at its back edge, in every compiler.
    for (int round = 0; round < rounds; round++) {}
  }
}
