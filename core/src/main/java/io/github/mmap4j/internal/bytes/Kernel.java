package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Finds the candidates among many positions, or counts a byte, in the inner loop of a search. One
 * implementation uses vectors, the other uses arithmetic on words. A kernel receives neither the
 * direction of the search nor the needle. To find candidates, a kernel reads only the bytes at the
 * offsets in {@link RareBytes} from each position.
 */
sealed interface Kernel permits ScalarKernel, VectorKernel {
  /**
   * The number of positions in a span, which equals the usual page size. The scalar kernel tests an
   * entire span at once.
   */
  int SPAN = 4096;

  /** The number of positions in the largest block, one for each bit of a {@code long}. */
  int BLOCK = 64;

  /** The number of blocks in a unit. */
  int BLOCKS = 4;

  /** Returns the number of positions in a block, at most {@link #BLOCK}. */
  int block();

  /** Returns the number of positions in a unit, which is kept or dropped as a whole. */
  default int unit() {
    return BLOCKS * block();
  }

  /**
   * Scans adjacent units, the first of which begins at {@code p}, and writes the candidates to
   * {@code run}, in ascending order.
   */
  void scan(MemorySegment text, long p, int units, RareBytes rareBytes, CandidateRun run);

  /**
   * Returns how many bytes of adjacent units, the first of which begins at {@code p}, equal {@code
   * value}. The units must have less than 2 GiB.
   */
  int count(MemorySegment text, long p, int units, byte value);
}
