package io.github.mmap4j.internal.bytes;

/**
 * Holds the candidates of a run, which consists of adjacent units that a kernel has scanned. Only
 * units with candidates are kept. The fields are for the kernels, whose loops keep them in
 * registers. Only one thread at a time may use a run.
 */
final class CandidateRun {
  /** The index in the run of each kept unit, in ascending order. */
  final char[] units;

  /**
   * The candidates in the blocks of each kept unit. The lowest bit of a block stands for its first
   * position.
   */
  final long[] blocks;

  /** The number of kept units. */
  int count;

  /** The number of spans with candidates since the last one without; for the scalar kernel. */
  int streak;

  /** The candidates in a span; scratch space of the scalar kernel. */
  private CandidateMask span;

  /** Creates a run of at most this many units. */
  CandidateRun(int units) {
    // A kernel writes the unit that it scans after the kept ones, even if it does not keep it.
    this.units = new char[units + 1];
    this.blocks = new long[(units + 1) * Kernel.BLOCKS];
  }

  /** Returns the maximum number of units. */
  int capacity() {
    return units.length - 1;
  }

  CandidateMask span() {
    if (span == null) {
      span = new CandidateMask();
    }
    return span;
  }

  /** Returns the number of candidates. */
  int candidates() {
    int sum = 0;
    int size = count * Kernel.BLOCKS;
    for (int i = 0; i < size; i++) {
      sum += Long.bitCount(blocks[i]);
    }
    return sum;
  }

  /** Removes all candidates from the first kept unit but those at positions {@code [from, to)}. */
  void clip(int block, int from, int to) {
    for (int i = 0; i < Kernel.BLOCKS; i++) {
      blocks[i] &= below(to - i * block) & ~below(from - i * block);
    }
  }

  /**
   * Returns a word with the lowest {@code bits} bits set, where there may be too many or too few.
   */
  private static long below(int bits) {
    return bits >= Long.SIZE ? -1 : bits <= 0 ? 0 : (1L << bits) - 1;
  }
}
