package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Marks the candidates in a span of positions: the inner loop of a search with many candidates. One
 * implementation uses vectors, the other arithmetic on words. A kernel knows neither direction nor
 * needle. It reads only the bytes that {@link RareBytes} names for these positions.
 */
sealed interface Kernel permits ScalarKernel, VectorKernel {
  /** The positions of a block: one for each bit of a {@code long}. */
  int BLOCK = 64;

  /** The positions of a span, which one call marks: a page. */
  int SPAN = 4096;

  /** The blocks of a span. */
  int BLOCKS = SPAN / BLOCK;

  /** Sets {@code mask} to the candidates among the {@link #SPAN} positions from {@code p} on. */
  void mark(MemorySegment text, long p, RareBytes rareBytes, CandidateMask mask);
}
