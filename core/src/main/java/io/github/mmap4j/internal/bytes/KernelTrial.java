package io.github.mmap4j.internal.bytes;

/**
 * Chooses the kernel for the next part of a search. The vector kernel is much slower than the
 * scalar one until C2 has compiled it. The compilation takes longer than many searches, and nothing
 * reports its end. Both kernels are therefore timed. The faster kernel searches most parts, and the
 * other kernel occasionally searches a small part.
 */
final class KernelTrial {
  /**
   * The maximum number of positions in a part. At this size, the cost of starting a part is
   * negligible.
   */
  static final long PART = 8 << 20;

  /**
   * The number of positions in a trial part. The number is small because the trial may run in the
   * interpreter.
   */
  private static final long TRIAL = 1 << 14;

  /** The pause after a trial, as a multiple of the time that the trial took. */
  private static final int PAUSE = 8;

  /**
   * The fraction of the best kernel's time that the other kernel must beat to replace the best
   * kernel. A fraction below 1 keeps measurement noise from deciding.
   */
  private static final double CLEARLY = 0.9;

  /**
   * The times of the next trials, indexed by the number of compared bytes minus one. Data races on
   * this array are harmless.
   */
  private static final long[] NEXT = {System.nanoTime(), System.nanoTime(), System.nanoTime()};

  private final Needle needle;
  private RareBytes rareBytes;
  private Kernel best;
  private double bestTime; // nanoseconds per position; 0 while unknown
  private boolean trial;
  private long started;

  /** Creates a trial for a search. */
  KernelTrial(Needle needle) {
    this.needle = needle;
    compare(needle.compared());
  }

  /** Begins anew with other bytes, for which the kernels take other times. */
  private void compare(RareBytes other) {
    rareBytes = other;
    best = Kernels.preferred(other);
    bestTime = 0;
  }

  /** Begins a part and returns its number of positions, which is at most {@code most}. */
  long begin(long most) {
    RareBytes compared = needle.compared();
    if (compared != rareBytes) {
      compare(compared);
    }
    started = System.nanoTime();
    trial =
        Kernels.hasVectors()
            && bestTime > 0
            && most > TRIAL
            && started - NEXT[rareBytes.count() - 1] >= 0;
    return trial ? TRIAL : most;
  }

  /** Returns the kernel for the current part. */
  Kernel kernel() {
    return trial ? other() : best;
  }

  private Kernel other() {
    return best == Kernels.SCALAR ? Kernels.VECTOR : Kernels.SCALAR;
  }

  /** Ends the current part, which must have been searched completely. */
  void end(long positions) {
    long now = System.nanoTime();
    double time = (double) (now - started) / positions;
    if (!trial) {
      bestTime = time;
      return;
    }
    NEXT[rareBytes.count() - 1] = now + PAUSE * (now - started);
    if (time < CLEARLY * bestTime) {
      best = other();
      bestTime = time;
      Kernels.prefer(best, rareBytes);
    }
  }
}
