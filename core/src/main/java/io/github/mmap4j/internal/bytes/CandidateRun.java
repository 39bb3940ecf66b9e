package io.github.mmap4j.internal.bytes;

/**
 * Holds the candidates of a run, which consists of adjacent units that a kernel has scanned. Only
 * units with candidates are kept. The kernels access the fields directly, so that the values stay
 * in registers during a loop. Only one thread at a time may use a run.
 */
final class CandidateRun {
  /** The indexes of the kept units within the run, in ascending order. */
  final char[] units;

  /**
   * The candidates in each block of the kept units. The lowest bit of a word represents the block's
   * first position.
   */
  final long[] blocks;

  /** The number of kept units. */
  int count;

  /**
   * The number of consecutive spans, up to the last one scanned, in which the scalar kernel found
   * candidates.
   */
  int streak;

  /** The candidates in a span, used as scratch space by the scalar kernel. */
  private CandidateMask span;

  /** Creates a run with room for {@code units} units. */
  CandidateRun(int units) {
    // There is one extra slot, because every unit is written to the slot after the kept units, even
    // if the unit is then dropped.
    this.units = new char[units + 1];
    this.blocks = new long[(units + 1) * Kernel.BLOCKS];
  }

  /** Returns the maximum number of units that the run can keep. */
  int capacity() {
    return units.length - 1;
  }

  CandidateMask span() {
    if (span == null) {
      span = new CandidateMask();
    }
    return span;
  }

  /**
   * Writes a unit's blocks after {@code kept} units, and returns the new number of kept units,
   * which is one more if the unit has a candidate. The method does not branch, because a
   * mispredicted branch would discard loads that the processor has already begun for later bytes.
   */
  static int put(
      char[] units,
      long[] blocks,
      int kept,
      int unit,
      long block0,
      long block1,
      long block2,
      long block3) {
    int i = kept * Kernel.BLOCKS;
    blocks[i] = block0;
    blocks[i + 1] = block1;
    blocks[i + 2] = block2;
    blocks[i + 3] = block3;
    units[kept] = (char) unit;
    long all = block0 | block1 | block2 | block3;
    return kept + (int) ((all | -all) >>> 63);
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

  /**
   * Removes from the first kept unit all candidates except those at its positions {@code [from,
   * to)}.
   */
  void clip(int block, int from, int to) {
    for (int i = 0; i < Kernel.BLOCKS; i++) {
      blocks[i] &= below(to - i * block) & ~below(from - i * block);
    }
  }

  /**
   * Returns a word whose lowest {@code bits} bits are set. A negative number counts as 0, and a
   * number above 64 counts as 64.
   */
  private static long below(int bits) {
    return bits >= Long.SIZE ? -1 : bits <= 0 ? 0 : (1L << bits) - 1;
  }
}
