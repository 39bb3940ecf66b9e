package io.github.mmap4j.search;

import java.lang.foreign.MemorySegment;

/**
 * Walks over the candidates of a probe in a long range, from its beginning or from its end, a block
 * at a time: spans that hold none are skipped whole.
 */
final class Candidates {
  /** Candidates in a span from which on asking whether there are any is of no use for a while. */
  private static final int DENSE = 8;

  /** For how many spans. */
  private static final int A_WHILE = 8;

  private final Kernel kernel;
  private final MemorySegment text;
  private final Probe probe;
  private final boolean forward;

  private long low; // the positions not looked at yet are low to high
  private long high;

  private Marks marks;
  private int block = Kernel.BLOCKS; // of the marked span, the next to give out
  private int candidates; // in the marked span, given out
  private int unasked; // spans to mark without asking

  private long base;
  private long mask;

  /** Positions {@code low} to {@code high}. */
  Candidates(Kernel kernel, MemorySegment text, Probe probe, long low, long high, boolean forward) {
    this.kernel = kernel;
    this.text = text;
    this.probe = probe;
    this.low = low;
    this.high = high;
    this.forward = forward;
  }

  /** Goes on to the next block that has a candidate; false if there is none. */
  boolean next() {
    while (low <= high) {
      if (block < Kernel.BLOCKS) {
        mask = marks.masks[forward ? block : Kernel.BLOCKS - 1 - block];
        block++;
        pass(Kernel.BLOCK);
      } else if (high - low >= Kernel.SPAN - 1) {
        mask = 0;
        if (unasked == 0 && !ScalarKernel.any(text, begin(Kernel.SPAN), probe)) {
          pass(Kernel.SPAN);
        } else {
          markSpan();
        }
      } else {
        int width = width(low, high);
        mask = look(text, begin(width), width, probe);
        pass(width);
      }
      if (mask != 0) {
        candidates += Long.bitCount(mask);
        return true;
      }
    }
    return false;
  }

  private void markSpan() {
    if (marks == null) {
      marks = new Marks();
    }
    unasked = candidates >= DENSE ? A_WHILE : Math.max(0, unasked - 1);
    candidates = 0;
    kernel.mark(text, begin(Kernel.SPAN), probe, marks);
    block = 0;
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

  /** The position of bit 0 of {@link #mask}. */
  long base() {
    return base;
  }

  /** The candidates of the block. */
  long mask() {
    return mask;
  }

  /**
   * How many of the positions {@code low} to {@code high} are looked at next: a block, or up to 8.
   */
  static int width(long low, long high) {
    long room = high - low + 1;
    return room >= Kernel.BLOCK ? Kernel.BLOCK : (int) Math.min(room, Long.BYTES);
  }

  /** The candidates among {@code width} positions from {@code p} on: a block, or at most eight. */
  static long look(MemorySegment text, long p, int width, Probe probe) {
    if (width == Kernel.BLOCK) {
      return ScalarKernel.mask(text, p, probe);
    }
    if (width == Long.BYTES) {
      return ScalarKernel.mask8(text, p, probe);
    }
    long mask = 0;
    for (int i = 0; i < width; i++) {
      if (ScalarKernel.isCandidate(text, p + i, probe)) {
        mask |= 1L << i;
      }
    }
    return mask;
  }
}
