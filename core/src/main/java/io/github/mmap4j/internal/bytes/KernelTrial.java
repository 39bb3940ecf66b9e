package io.github.mmap4j.internal.bytes;

import java.util.Arrays;

/**
 * Chooses the kernel for the next part of a search. The vector kernel is much slower than the
 * scalar one until C2 has compiled it. The compilation takes longer than many searches, and nothing
 * reports its end. Both kernels are therefore timed. The faster kernel searches most parts, and the
 * other kernel searches a small part whenever trials have taken less than a ninth of the time.
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

  /** The time to search by the best kernel after a trial, as a multiple of the trial's time. */
  private static final int PAUSE = 8;

  /** The time to search before the first trial, which loads classes, in nanoseconds. */
  private static final long BEFORE_FIRST = 2_000_000;

  /**
   * The fraction of the best kernel's time that the other kernel must beat to replace the best
   * kernel. A fraction below 1 keeps measurement noise from deciding.
   */
  private static final double CLEARLY = 0.9;

  /**
   * The time that searches have taken since the last trial, less what they must take before the
   * next one, in nanoseconds, indexed by {@link #loop}. Data races on this array are harmless.
   */
  private static final long[] CREDIT = new long[KernelLoop.values().length];

  static {
    Arrays.fill(CREDIT, -BEFORE_FIRST);
  }

  private final Needle needle; // null if bytes are counted
  private RareBytes compared; // null if bytes are counted
  private KernelLoop loop;
  private Kernel best;
  private double bestTime; // nanoseconds per position; 0 while unknown
  private boolean trial;
  private long started;

  /** Creates a trial for a search. */
  KernelTrial(Needle needle) {
    this.needle = needle;
    restart(needle.compared());
  }

  private KernelTrial() {
    this.needle = null;
    restart(null);
  }

  /** Creates a trial for counting the occurrences of a byte. */
  static KernelTrial ofCounting() {
    return new KernelTrial();
  }

  /** Forgets the times, because the kernels take other times for other bytes. */
  private void restart(RareBytes bytes) {
    compared = bytes;
    loop = bytes == null ? KernelLoop.COUNT : KernelLoop.scan(bytes);
    best = Kernels.preferred(loop);
    bestTime = 0;
  }

  /** Begins a part and returns its number of positions, which is at most {@code most}. */
  long begin(long most) {
    RareBytes now = needle == null ? null : needle.compared();
    if (now != compared) {
      restart(now);
    }
    trial = Kernels.hasVectors() && bestTime > 0 && most > TRIAL && CREDIT[loop.ordinal()] > 0;
    started = System.nanoTime();
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
    long elapsed = System.nanoTime() - started;
    double time = (double) elapsed / positions;
    if (!trial) {
      bestTime = time;
      CREDIT[loop.ordinal()] += elapsed;
      return;
    }
    CREDIT[loop.ordinal()] = -PAUSE * elapsed;
    if (time < CLEARLY * bestTime) {
      best = other();
      bestTime = time;
      Kernels.prefer(best, loop);
    }
  }
}
