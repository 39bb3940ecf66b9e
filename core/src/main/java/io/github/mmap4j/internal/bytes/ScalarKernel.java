package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.nearZero;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Compares eight bytes at a time by ordinary arithmetic and needs no extra module.
 *
 * <p>The loops over a span have a fixed length and no early exit, and compute a bitwise OR, a sum
 * or an array. C2 compiles loops of this form to vector instructions, so they run at close to
 * memory bandwidth.
 */
final class ScalarKernel implements Kernel {
  private static final int UNIT = BLOCKS * BLOCK;

  /**
   * The number of consecutive spans with candidates after which the next span is marked without a
   * test.
   */
  private static final int DENSE = 4;

  /** The number of units in a span. */
  private static final int UNITS = SPAN / UNIT;

  /** The number of words in a span. */
  private static final int WORDS = SPAN / Long.BYTES;

  /**
   * The number of units after which the eight byte-sized counters are summed. Each counter adds up
   * at most 255 words, so that it does not overflow.
   */
  private static final int COUNTED_UNITS = 4;

  /** The number of words after which the counters are summed. */
  private static final int COUNTED = COUNTED_UNITS * UNIT / Long.BYTES;

  @Override
  public int block() {
    return BLOCK;
  }

  @Override
  public void scan(MemorySegment text, long p, int units, RareBytes rareBytes, CandidateRun run) {
    int kept = 0;
    int unit = 0;
    for (; unit <= units - UNITS; unit += UNITS) {
      long at = p + (long) unit * UNIT;
      if (run.streak >= DENSE || any(text, at, rareBytes)) {
        int before = kept;
        CandidateMask span = run.span();
        mark(text, at, rareBytes, span);
        for (int i = 0; i < UNITS; i++) {
          int block = i * BLOCKS;
          kept =
              CandidateRun.put(
                  run.units,
                  run.blocks,
                  kept,
                  unit + i,
                  span.block(block),
                  span.block(block + 1),
                  span.block(block + 2),
                  span.block(block + 3));
        }
        run.streak = kept > before ? run.streak + 1 : 0;
      } else {
        run.streak = 0;
      }
    }
    for (; unit < units; unit++) {
      long at = p + (long) unit * UNIT;
      kept =
          CandidateRun.put(
              run.units,
              run.blocks,
              kept,
              unit,
              mask(text, at, BLOCK, rareBytes),
              mask(text, at + BLOCK, BLOCK, rareBytes),
              mask(text, at + 2 * BLOCK, BLOCK, rareBytes),
              mask(text, at + 3 * BLOCK, BLOCK, rareBytes));
    }
    run.count = kept;
  }

  /**
   * Returns whether there may be a candidate among the {@link #SPAN} positions from {@code p} on.
   * If there is a candidate, the result is always true.
   */
  static boolean any(MemorySegment text, long p, RareBytes rareBytes) {
    MemorySegment span = span(text, p + rareBytes.at());
    long sought = repeat(rareBytes.first());
    if (rareBytes.count() == 1) {
      return any1(span, sought);
    }
    MemorySegment span2 = span(text, p + rareBytes.secondAt());
    long sought2 = repeat(rareBytes.second());
    if (rareBytes.count() == 2) {
      return any2(span, sought, span2, sought2);
    }
    MemorySegment span3 = span(text, p + rareBytes.thirdAt());
    return any3(span, sought, span2, sought2, span3, repeat(rareBytes.third()));
  }

  // With a slice of a span's length, C2 can prove that every access is within bounds, which doubles
  // the speed. Slices are indexed by words, because C2 does not vectorize loops that fill an array
  // from a slice indexed by bytes.

  private static MemorySegment span(MemorySegment text, long p) {
    return text.asSlice(p, SPAN);
  }

  private static boolean any1(MemorySegment span, long sought) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |= nearZero(span.getAtIndex(WORD, i) ^ sought);
    }
    return (zeros & Swar.HIGHS) != 0;
  }

  /**
   * Tests exactly whether there is a candidate for two bytes. The borrow in a cheaper test would
   * cause too many false positives.
   */
  private static boolean any2(MemorySegment span, long sought, MemorySegment span2, long sought2) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |= zeroBytes(span.getAtIndex(WORD, i) ^ sought | span2.getAtIndex(WORD, i) ^ sought2);
    }
    return zeros != 0;
  }

  private static boolean any3(
      MemorySegment span,
      long sought,
      MemorySegment span2,
      long sought2,
      MemorySegment span3,
      long sought3) {
    long zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      zeros |=
          nearZero(span.getAtIndex(WORD, i) ^ sought)
              & nearZero(span2.getAtIndex(WORD, i) ^ sought2)
              & nearZero(span3.getAtIndex(WORD, i) ^ sought3);
    }
    return (zeros & Swar.HIGHS) != 0;
  }

  /** Sets {@code mask} to the candidates among the {@link #SPAN} positions from {@code p} on. */
  static void mark(MemorySegment text, long p, RareBytes rareBytes, CandidateMask mask) {
    long[] zeros = mask.words;
    MemorySegment span = span(text, p + rareBytes.at());
    long sought = repeat(rareBytes.first());
    if (rareBytes.count() == 1) {
      zeros1(span, sought, zeros);
    } else {
      MemorySegment span2 = span(text, p + rareBytes.secondAt());
      long sought2 = repeat(rareBytes.second());
      if (rareBytes.count() == 2) {
        zeros2(span, sought, span2, sought2, zeros);
      } else {
        MemorySegment span3 = span(text, p + rareBytes.thirdAt());
        zeros3(span, sought, span2, sought2, span3, repeat(rareBytes.third()), zeros);
      }
    }
    gather(zeros, mask.bytes);
  }

  private static void zeros1(MemorySegment span, long sought, long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] = zeroBytes(span.getAtIndex(WORD, i) ^ sought);
    }
  }

  private static void zeros2(
      MemorySegment span, long sought, MemorySegment span2, long sought2, long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] = zeroBytes(span.getAtIndex(WORD, i) ^ sought | span2.getAtIndex(WORD, i) ^ sought2);
    }
  }

  private static void zeros3(
      MemorySegment span,
      long sought,
      MemorySegment span2,
      long sought2,
      MemorySegment span3,
      long sought3,
      long[] zeros) {
    for (int i = 0; i < WORDS; i++) {
      zeros[i] =
          zeroBytes(
              span.getAtIndex(WORD, i) ^ sought
                  | span2.getAtIndex(WORD, i) ^ sought2
                  | span3.getAtIndex(WORD, i) ^ sought3);
    }
  }

  /**
   * Reduces each word to eight bits. The words are computed in a separate loop, because a merged
   * loop would take 1.5 times as long.
   */
  private static void gather(long[] zeros, byte[] bits) {
    for (int i = 0; i < WORDS; i++) {
      bits[i] = (byte) Swar.gather(zeros[i]);
    }
  }

  /**
   * Returns the candidates among the {@code width} positions from {@code p} on. The width must be
   * at most {@link #BLOCK}. Bit 0 of the result represents {@code p}.
   */
  static long mask(MemorySegment text, long p, int width, RareBytes rareBytes) {
    long mask = 0;
    int i = 0;
    for (; i <= width - Long.BYTES; i += Long.BYTES) {
      mask |= mask8(text, p + i, rareBytes) << i;
    }
    for (; i < width; i++) {
      mask |= isCandidate(text, p + i, rareBytes) ? 1L << i : 0;
    }
    return mask;
  }

  /**
   * Returns a word whose lowest eight bits represent the candidates among the eight positions from
   * {@code p} on.
   */
  private static long mask8(MemorySegment text, long p, RareBytes rareBytes) {
    long x = text.get(WORD, p + rareBytes.at()) ^ repeat(rareBytes.first());
    if (rareBytes.count() > 1) {
      x |= text.get(WORD, p + rareBytes.secondAt()) ^ repeat(rareBytes.second());
      if (rareBytes.count() > 2) {
        x |= text.get(WORD, p + rareBytes.thirdAt()) ^ repeat(rareBytes.third());
      }
    }
    return Swar.gather(zeroBytes(x));
  }

  private static boolean isCandidate(MemorySegment text, long p, RareBytes rareBytes) {
    return text.get(JAVA_BYTE, p + rareBytes.at()) == rareBytes.first()
        && (rareBytes.count() < 2
            || text.get(JAVA_BYTE, p + rareBytes.secondAt()) == rareBytes.second())
        && (rareBytes.count() < 3
            || text.get(JAVA_BYTE, p + rareBytes.thirdAt()) == rareBytes.third());
  }

  @Override
  public int count(MemorySegment text, long p, int units, byte value) {
    long sought = repeat(value);
    int count = 0;
    int unit = 0;
    for (; unit <= units - COUNTED_UNITS; unit += COUNTED_UNITS) {
      long at = p + (long) unit * UNIT;
      count += sumOfBytes(countBytewise(text.asSlice(at, COUNTED * Long.BYTES), sought));
    }
    return count + countShort(text, p + (long) unit * UNIT, (long) (units - unit) * UNIT, value);
  }

  /** Counts the bytes in a short range that equal {@code value}, a block at a time. */
  static int countShort(MemorySegment text, long p, long size, byte value) {
    RareBytes sought = RareBytes.of(value);
    int count = 0;
    for (long i = 0; i < size; i += BLOCK) {
      count += Long.bitCount(mask(text, p + i, (int) Math.min(BLOCK, size - i), sought));
    }
    return count;
  }

  private static long countBytewise(MemorySegment part, long sought) {
    long counts = 0;
    for (int i = 0; i < COUNTED; i++) {
      counts += zeroBytes(part.getAtIndex(WORD, i) ^ sought) >>> 7;
    }
    return counts;
  }

  private static int sumOfBytes(long counts) {
    long pairs = (counts & 0x00ff00ff00ff00ffL) + (counts >>> 8 & 0x00ff00ff00ff00ffL);
    return (int) (pairs * 0x0001000100010001L >>> 48);
  }
}
