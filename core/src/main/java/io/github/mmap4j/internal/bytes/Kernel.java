package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Marks the candidates in a span of positions. This is the inner loop of a search with many
 * candidates. One implementation uses vectors, the other arithmetic on words. A kernel knows
 * neither direction nor needle. For each position, it reads only the bytes at the offsets in {@link
 * RareBytes}.
 */
sealed interface Kernel permits ScalarKernel, VectorKernel {
  /** The number of positions in a block, one for each bit of a {@code long}. */
  int BLOCK = 64;

  /** The number of positions in a span, which one call marks. It is the size of a page. */
  int SPAN = 4096;

  /** The number of blocks in a span. */
  int BLOCKS = SPAN / BLOCK;

  /** Sets {@code mask} to the candidates among the {@link #SPAN} positions from {@code p} on. */
  void mark(MemorySegment text, long p, RareBytes rareBytes, CandidateMask mask);
}
