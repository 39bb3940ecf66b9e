package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Walks over the candidates of a probe in a range of positions, from its beginning or from its end,
 * a span at a time: spans that hold none are passed over.
 */
final class Candidates {
  /** Where one span of so many has candidates, to mark them all costs less than to ask first. */
  private static final int DENSE = 4;

  /** Spans that are asked at once, at most: what a second-level cache holds. */
  private static final int GROUP = 64;

  /**
   * The same where the search goes backward. Spans are asked in the order of memory all the same,
   * as the processor reads ahead in that order only, and so a longer way pays.
   */
  private static final int BACKWARD_GROUP = 1024;

  private final Kernel kernel;
  private final MemorySegment text;
  private final RareBytes probe;
  private final boolean forward;
  private final CandidateMask marks = new CandidateMask();

  private long low; // the positions not passed yet are low to high
  private long high;

  private final int mostAsked;
  private int group; // spans to ask next
  private int asked; // spans asked of which some are not passed yet
  private int passed; // how many of them are
  private final BitSet found; // those of them that have candidates, in the order of the search
  private int holding; // how many of those asked had candidates
  private boolean dense; // so many that asking only costs

  private long base;
  private int blocks;

  /**
   * Positions {@code low} to {@code high}.
   *
   * @param patient whether the first candidate is thought to be far away
   */
  Candidates(
      Kernel kernel,
      MemorySegment text,
      RareBytes probe,
      long low,
      long high,
      boolean forward,
      boolean patient) {
    this.kernel = kernel;
    this.text = text;
    this.probe = probe;
    this.low = low;
    this.high = high;
    this.forward = forward;
    this.mostAsked = forward ? GROUP : BACKWARD_GROUP;
    this.group = patient ? mostAsked : 1;
    this.found = new BitSet(mostAsked);
  }

  /** Goes on to the next span that may have a candidate; false if there is none. */
  boolean next() {
    while (low <= high) {
      if (passed < asked) {
        int next = found.nextSetBit(passed);
        int empty = (next < 0 ? asked : next) - passed;
        pass(empty * Kernel.SPAN);
        passed += empty;
        if (next >= 0) {
          passed++;
          if (markSpan()) {
            return true;
          }
        }
      } else if (high - low < Kernel.SPAN - 1) {
        markFew((int) (high - low + 1));
        return true;
      } else {
        ask();
      }
    }
    return false;
  }

  /** Finds out which of the next spans have candidates, or takes it that all do. */
  private void ask() {
    long room = (high - low + 1) / Kernel.SPAN;
    dense = forward && DENSE * holding > asked;
    passed = 0;
    holding = 0;
    found.clear();
    asked = (int) Math.min(group, room);
    group = Math.min(mostAsked, 2 * group);
    if (dense) {
      found.set(0, asked);
      return;
    }
    long begin = begin(asked * Kernel.SPAN);
    for (int i = 0; i < asked; i++) {
      if (ScalarKernel.any(text, begin + (long) i * Kernel.SPAN, probe)) {
        found.set(forward ? i : asked - 1 - i);
      }
    }
  }

  /** Whether there is a candidate in the next span. */
  private boolean markSpan() {
    kernel.mark(text, begin(Kernel.SPAN), probe, marks);
    blocks = Kernel.BLOCKS;
    pass(Kernel.SPAN);
    long all = 0;
    for (int i = 0; i < Kernel.BLOCKS; i++) {
      all |= marks.mask(i);
    }
    if (all == 0) {
      return false;
    }
    holding++;
    return true;
  }

  /** Less than a span. */
  private void markFew(int positions) {
    long first = begin(positions);
    blocks = 0;
    for (int i = 0; i < positions; i += Kernel.BLOCK) {
      marks.mask(
          blocks++,
          ScalarKernel.mask(text, first + i, Math.min(Kernel.BLOCK, positions - i), probe));
    }
    pass(positions);
  }

  private long begin(int width) {
    return forward ? low : high - width + 1;
  }

  private void pass(int width) {
    base = begin(width);
    if (forward) {
      low += width;
    } else {
      high -= width;
    }
  }

  /** The first position of the span. */
  long base() {
    return base;
  }

  /** How many blocks the span has. */
  int blocks() {
    return blocks;
  }

  /** The candidates of a block of the span; the lowest bit is its first position. */
  long mask(int block) {
    return marks.mask(block);
  }
}
