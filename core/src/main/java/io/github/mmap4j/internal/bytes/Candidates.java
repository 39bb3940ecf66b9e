package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Iterates over the candidates in a range of positions, from either end, one unit of the kernel at
 * a time. The kernel scans a run of units at once. The first runs are short, unless the first
 * candidate is expected to be far away.
 */
final class Candidates {
  /**
   * The maximum number of positions in a run of a forward search. The bytes of such a run fit in an
   * L2 cache.
   */
  private static final int RUN = 1 << 16;

  /**
   * The maximum number of positions in a run of a backward search. Longer runs make a backward
   * search faster, because the processor prefetches within a run but not from one run to the
   * preceding run.
   */
  private static final int BACKWARD_RUN = 1 << 20;

  /**
   * The minimum number of runs in a backward search of a short range; longer runs need more memory.
   */
  private static final int BACKWARD_RUNS = 8;

  /**
   * The reciprocal of the fraction of units with candidates above which runs are kept short. Runs
   * with many candidates are kept short, because the processor does not load the next run while
   * candidates are examined.
   */
  private static final int DENSE = 4;

  /**
   * The number of positions in runs with many candidates after which a sample of the text may show
   * bytes to compare that are rarer. Measured, a sample takes 4 to 12 microseconds (AMD EPYC).
   */
  private static final int DENSE_POSITIONS = 1 << 16;

  /** The factor by which the number of such positions grows from one sample to the next. */
  private static final int PAUSE = 4;

  /** The number of units in the first run if a candidate may be near. */
  private static final int SHORT = 4;

  /**
   * The capacity, in units, of the first runs if a candidate may be near. A larger run is created
   * only when it is needed.
   */
  private static final int FEW = 16;

  /** The alignment, in bytes, of the addresses from which loads are fastest. */
  private static final int ALIGNMENT = 64;

  private final Kernel kernel;
  private final MemorySegment text;
  private final Needle needle;
  private final Direction direction;
  private final Remaining remaining;
  private final long from; // the lowest position in the range
  private final long end; // the end (exclusive) of the positions
  private final int unit; // the number of positions in a unit

  private final int longest; // the maximum number of units in a run
  private RareBytes rareBytes;
  private CandidateRun run;
  private int length; // the number of units in the next run
  private boolean aligned; // whether the next run begins or ends at an aligned address
  private long start; // the lowest position in the run
  private int passed; // the number of the run's kept units that have been passed
  private int current; // the index of the current kept unit
  private long dense; // the number of positions in runs with many candidates
  private long sampledAt = DENSE_POSITIONS; // the number of these at which to take a sample

  /**
   * Creates an iteration over the candidates among the remaining positions.
   *
   * @param isFar whether to expect the first candidate to be far away
   */
  Candidates(Kernel kernel, MemorySegment text, Needle needle, Remaining remaining, boolean isFar) {
    this.kernel = kernel;
    this.text = text;
    this.needle = needle;
    this.rareBytes = needle.compared();
    this.direction = remaining.direction();
    this.remaining = remaining;
    this.from = remaining.low();
    this.end = from + remaining.size();
    this.unit = kernel.unit();
    int most =
        direction == Direction.FORWARD
            ? RUN
            : Math.clamp(remaining.size() / BACKWARD_RUNS, RUN, BACKWARD_RUN);
    this.longest = Math.clamp(remaining.size() / unit, 1, most / unit);
    this.length = isFar ? longest : SHORT;
    this.run = new CandidateRun(Math.min(longest, isFar ? longest : FEW));
  }

  /** Advances to the next unit that may have a candidate; returns false if there is none. */
  boolean next() {
    while (passed == run.count) {
      if (!nextRun()) {
        return false;
      }
    }
    current = direction.index(passed++, run.count - 1);
    return true;
  }

  /** Advances to the next run; returns false if there is none. */
  boolean nextRun() {
    if (remaining.size() <= 0) {
      return false;
    }
    passed = 0;
    if (aligned && remaining.size() >= unit) {
      int units = (int) Math.min(length, remaining.size() / unit);
      start = remaining.take((long) units * unit);
      if (units > run.capacity()) {
        run = new CandidateRun(longest);
      }
      kernel.scan(text, start, units, rareBytes, run);
      boolean isDense = DENSE * run.count > units;
      length = Math.min(longest, isDense ? Kernel.SPAN / unit : 2 * length);
      if (isDense && !areOccurrences()) {
        compareRarer(units * unit);
      }
    } else {
      int width = (int) Math.min(remaining.size(), unit - excess());
      aligned = true;
      scanPart(remaining.take(width), width);
    }
    return true;
  }

  /**
   * Returns whether all bytes of the needle are compared, so that each candidate is an occurrence.
   */
  boolean areOccurrences() {
    return needle.length() <= rareBytes.count();
  }

  /**
   * Looks now and then for bytes that are rarer in this text, after a run with many candidates.
   *
   * @param positions the number of positions in the run
   */
  private void compareRarer(int positions) {
    dense += positions;
    if (dense >= sampledAt && positions >= CandidateSample.POSITIONS) {
      sampledAt = PAUSE * dense;
      RareBytes before = rareBytes;
      rareBytes = needle.compareRarer(text, start, before);
      aligned = rareBytes == before; // the bytes may be at other offsets
    }
  }

  /**
   * Returns the number of positions to omit from a unit at the outer end so that the next run is
   * aligned.
   */
  private int excess() {
    long outer = text.address() + remaining.next(0) + rareBytes.lastAt();
    return (int) (direction == Direction.FORWARD ? outer : -outer) & ALIGNMENT - 1;
  }

  /** Scans {@code width} positions, at most a unit, from {@code begin} on. */
  private void scanPart(long begin, int width) {
    if (end - from < unit) {
      start = begin;
      markFew(width);
    } else {
      start = Math.min(begin, end - unit); // the unit may overlap positions already scanned
      kernel.scan(text, start, 1, rareBytes, run);
      int low = (int) (begin - start);
      run.clip(kernel.block(), low, low + width);
    }
  }

  /** Marks the candidates in a range that has fewer positions than a unit. */
  private void markFew(int positions) {
    int block = kernel.block();
    for (int i = 0; i < Kernel.BLOCKS; i++) {
      int width = Math.clamp(positions - i * block, 0, block);
      run.blocks[i] = ScalarKernel.mask(text, start + i * block, width, rareBytes);
    }
    run.units[0] = 0;
    run.count = 1;
  }

  /** Returns the candidates of the current run. */
  CandidateRun run() {
    return run;
  }

  /** Returns the lowest position of block {@code i} of the current run. */
  long base(int i) {
    long block = (long) run.units[i / Kernel.BLOCKS] * Kernel.BLOCKS + i % Kernel.BLOCKS;
    return start + block * kernel.block();
  }

  /**
   * Removes the candidates at which {@code needle} does not occur; returns the number of remaining
   * candidates.
   */
  int keepOccurrences(Needle needle, long to) {
    long[] blocks = run.blocks;
    int width = unit / Kernel.BLOCKS;
    int kept = 0;
    for (int i = 0; i < run.count; i++) {
      long base = start + (long) run.units[i] * unit;
      for (int j = i * Kernel.BLOCKS; j < (i + 1) * Kernel.BLOCKS; j++) {
        long bits = blocks[j];
        for (long mask = bits; mask != 0; mask &= mask - 1) {
          if (!needle.isAt(text, base + Long.numberOfTrailingZeros(mask), to)) {
            bits &= ~(mask & -mask);
          }
        }
        blocks[j] = bits;
        kept += Long.bitCount(bits);
        base += width;
      }
    }
    return kept;
  }

  /**
   * Writes the current run's candidates to an array from index {@code at} on, in ascending order,
   * and returns the index after the last one.
   */
  int copyTo(long[] array, int at) {
    int i = at;
    for (int block = 0; block < run.count * Kernel.BLOCKS; block++) {
      for (long mask = run.blocks[block]; mask != 0; mask &= mask - 1) {
        array[i++] = base(block) + Long.numberOfTrailingZeros(mask);
      }
    }
    return i;
  }

  /** Returns the highest candidate of the current run, or {@code otherwise} if there is none. */
  long lastOr(long otherwise) {
    int i = run.count * Kernel.BLOCKS - 1;
    while (i >= 0 && run.blocks[i] == 0) {
      i--;
    }
    return i < 0 ? otherwise : base(i) + Direction.BACKWARD.firstBit(run.blocks[i]);
  }

  /** Returns the index within the run of a block of the current unit. */
  int index(int block) {
    return current * Kernel.BLOCKS + block;
  }
}
