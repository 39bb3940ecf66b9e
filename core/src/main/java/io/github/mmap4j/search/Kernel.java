package io.github.mmap4j.search;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of searching, which one implementation runs by scalar arithmetic and the other by
 * vectors. They know no direction and no needle: they say which of some positions are candidates of
 * a {@link Probe}. They read no byte but those that the probe names for these positions.
 *
 * <p>They may run over memory that has been cut off below them, so each method keeps a scalar
 * access to the segment at least once a page: only then does HotSpot throw an error and not end the
 * process. Who calls polls for that error.
 */
sealed interface Kernel permits ScalarKernel, VectorKernel {
  /** Positions that {@link #mask} looks at: the bits of a {@code long}. */
  int BLOCK = 64;

  /**
   * Positions that {@link #any}, {@link #masks} and {@link #countSpan} look at: a page, so that a
   * span has an access.
   */
  int SPAN = 4096;

  /** Whether there is a candidate among the {@link #SPAN} positions from {@code p} on. */
  boolean any(MemorySegment text, long p, Probe probe);

  /** The candidates among the {@link #BLOCK} positions from {@code p} on; bit 0 is {@code p}. */
  long mask(MemorySegment text, long p, Probe probe);

  /**
   * As {@link #mask} for each block of the {@link #SPAN} positions from {@code p} on. A loop of its
   * own in each kernel, for where most blocks have a candidate: vectors are fast only in a method
   * that is compiled by itself, not where it was inlined into a loop that seldom took it.
   */
  void masks(MemorySegment text, long p, Probe probe, long[] masks);

  /** How many of the {@link #SPAN} bytes from {@code p} on are {@code value}. */
  int countSpan(MemorySegment text, long p, byte value);
}
