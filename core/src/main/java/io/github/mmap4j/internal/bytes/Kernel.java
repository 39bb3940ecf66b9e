package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Says which positions of a span are candidates of a {@link RareBytes}: the inner loop of searching
 * where candidates are many. One implementation uses vectors, the other arithmetic on words. They
 * know no direction and no needle, and read no byte but those that the probe names for these
 * positions.
 */
public sealed interface Kernel permits ScalarKernel, VectorKernel {
  /** Positions that are told at once: the bits of a {@code long}. */
  int BLOCK = 64;

  /** Positions that are looked at in one call: a page. */
  int SPAN = 4096;

  /** Blocks of a span. */
  int BLOCKS = SPAN / BLOCK;

  /** Sets {@code marks} to the candidates among the {@link #SPAN} positions from {@code p} on. */
  void mark(MemorySegment text, long p, RareBytes probe, CandidateMask marks);
}
