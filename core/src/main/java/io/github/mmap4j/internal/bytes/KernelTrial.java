package io.github.mmap4j.internal.bytes;

/**
 * Chooses the kernel for the next part of a search. The vector kernel is much slower than the
 * scalar one until C2 has compiled it. That takes longer than many searches, and nothing reports
 * when it has happened. So both kernels are timed: most parts go to the one that was faster, and
 * occasionally a small part goes to the other.
 */
final class KernelTrial {
  /**
   * The maximum number of positions in a part, which is large enough to make the cost of starting
   * one negligible.
   */
  static final long PART = 8 << 20;

  /**
   * The number of positions in a trial part, which is small because the trial may run in the
   * interpreter.
   */
  private static final long TRIAL = 1 << 14;

  /** The pause after a trial, as a multiple of the time that the trial took. */
  private static final int PAUSE = 8;

  /**
   * Replaces the best kernel only if the other takes less than this fraction of its time, so that
   * measurement noise does not decide.
   */
  private static final double CLEARLY = 0.9;

  /** When the next trial is due, by the number of compared bytes less one. Races do no harm. */
  private static final long[] NEXT = {System.nanoTime(), System.nanoTime(), System.nanoTime()};

  private final RareBytes rareBytes;
  private Kernel best;
  private double bestTime; // nanoseconds per position; 0 while unknown
  private boolean trial;
  private long started;

  /** Creates the choice for a search for these bytes. */
  KernelTrial(RareBytes rareBytes) {
    this.rareBytes = rareBytes;
    this.best = Kernels.preferred(rareBytes);
  }

  /** Begins a part and returns its number of positions, at most {@code most}. */
  long begin(long most) {
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

  /** Ends the current part, which was searched completely. */
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
