package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Iterates over the candidates in a range of positions, from either end, one span at a time. Spans
 * without candidates are skipped.
 */
final class Candidates {
  /**
   * If more than one span in this many has candidates, marking every span is cheaper than testing
   * it first.
   */
  private static final int DENSE = 4;

  /** The maximum number of spans to test at once, chosen so that they fit into an L2 cache. */
  private static final int GROUP = 64;

  /**
   * The same maximum for a backward search. Even such a search tests spans in ascending order,
   * because the processor then prefetches best, so longer runs pay off.
   */
  private static final int BACKWARD_GROUP = 1024;

  private final Kernel kernel;
  private final MemorySegment text;
  private final RareBytes rareBytes;
  private final Direction direction;
  private final Remaining remaining;
  private final CandidateMask mask = new CandidateMask();

  private final int mostAsked;
  private int group; // the number of spans to test next
  private int asked; // the number of spans tested in the current group
  private int passed; // how many of them have been passed
  private final BitSet found; // which of them may have candidates, in search order
  private int holding; // how many of them did have candidates
  private boolean dense; // candidates are so common that testing does not pay

  private long base;
  private int blocks;

  /**
   * Creates an iteration over the candidates among the remaining positions.
   *
   * @param isFar whether to expect the first candidate to be far away
   */
  Candidates(
      Kernel kernel, MemorySegment text, RareBytes rareBytes, Remaining remaining, boolean isFar) {
    this.kernel = kernel;
    this.text = text;
    this.rareBytes = rareBytes;
    this.direction = remaining.direction();
    this.remaining = remaining;
    this.mostAsked = direction == Direction.FORWARD ? GROUP : BACKWARD_GROUP;
    this.group = isFar ? mostAsked : 1;
    this.found = new BitSet(mostAsked);
  }

  /** Advances to the next span that may have a candidate; returns false if there is none. */
  boolean next() {
    while (remaining.size() > 0) {
      if (passed < asked) {
        int next = found.nextSetBit(passed);
        int empty = (next < 0 ? asked : next) - passed;
        remaining.take(empty * Kernel.SPAN);
        passed += empty;
        if (next >= 0) {
          passed++;
          if (markSpan()) {
            return true;
          }
        }
      } else if (remaining.size() < Kernel.SPAN) {
        markFew((int) remaining.size());
        return true;
      } else {
        ask();
      }
    }
    return false;
  }

  /** Determines which of the next spans may have candidates, or assumes that all do. */
  private void ask() {
    long spans = remaining.size() / Kernel.SPAN;
    dense = direction == Direction.FORWARD && DENSE * holding > asked;
    passed = 0;
    holding = 0;
    found.clear();
    asked = (int) Math.min(group, spans);
    group = Math.min(mostAsked, 2 * group);
    if (dense) {
      found.set(0, asked);
      return;
    }
    long begin = remaining.next((long) asked * Kernel.SPAN);
    for (int i = 0; i < asked; i++) {
      if (ScalarKernel.any(text, begin + (long) i * Kernel.SPAN, rareBytes)) {
        found.set(direction.index(i, asked - 1));
      }
    }
  }

  /** Marks the candidates of the next span; returns whether there are any. */
  private boolean markSpan() {
    base = remaining.take(Kernel.SPAN);
    blocks = Kernel.BLOCKS;
    kernel.mark(text, base, rareBytes, mask);
    long all = 0;
    for (int i = 0; i < Kernel.BLOCKS; i++) {
      all |= mask.block(i);
    }
    if (all == 0) {
      return false;
    }
    holding++;
    return true;
  }

  /** Marks the candidates among the next positions, which are fewer than a span has. */
  private void markFew(int positions) {
    base = remaining.take(positions);
    blocks = 0;
    for (int i = 0; i < positions; i += Kernel.BLOCK) {
      int width = Math.min(Kernel.BLOCK, positions - i);
      mask.setBlock(blocks++, ScalarKernel.mask(text, base + i, width, rareBytes));
    }
  }

  /** Returns the lowest position of the span. */
  long base() {
    return base;
  }

  /** Returns the number of blocks in the span. */
  int blocks() {
    return blocks;
  }

  /**
   * Returns the candidates in a block of the span; the lowest bit stands for its first position.
   */
  long block(int block) {
    return mask.block(block);
  }
}
