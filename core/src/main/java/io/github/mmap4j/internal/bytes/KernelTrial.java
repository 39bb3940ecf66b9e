package io.github.mmap4j.internal.bytes;

/**
 * Which kernel searches the next part of a long range. The vector kernel is slower than the scalar
 * one by far until C2 has compiled it, which takes longer than many a search, and nobody tells when
 * it has. So both are timed: most parts go to the one that was faster, and now and then a small
 * part to the other, as often as its time stays a small share of the whole.
 */
public final class KernelTrial {
  /** Positions in a part: long enough that beginning one costs nothing. */
  public static final long PART = 8 << 20;

  /** Positions in a part that is only for trying: it must not take long where it is interpreted. */
  private static final long TRIAL = 1 << 14;

  /** The share of time that trying may take is one in so many. */
  private static final int SHARE = 20;

  /** By how much the other must be faster, so that noise decides nothing. */
  private static final double CLEARLY = 0.9;

  private Kernel best = Kernels.preferred();
  private double bestTime; // nanoseconds for a position; 0 as long as unknown
  private long nextTrial;
  private boolean trial;
  private long started;

  /** Begins a part and returns its length, at most {@code most}. */
  long begin(long most) {
    started = System.nanoTime();
    trial = Kernels.VECTOR != null && bestTime > 0 && started - nextTrial >= 0;
    return trial ? TRIAL : most;
  }

  /** The kernel for the part begun. */
  Kernel kernel() {
    return trial ? other() : best;
  }

  private Kernel other() {
    return best == Kernels.SCALAR ? Kernels.VECTOR : Kernels.SCALAR;
  }

  /** Ends the part begun, which was gone through to its end. */
  void end(long positions) {
    long now = System.nanoTime();
    double time = (double) (now - started) / positions;
    if (!trial) {
      bestTime = time;
      if (nextTrial == 0) {
        nextTrial = now;
      }
      return;
    }
    nextTrial = now + SHARE * (now - started);
    if (time < CLEARLY * bestTime) {
      best = other();
      bestTime = time;
      Kernels.prefer(best);
    }
  }
}
