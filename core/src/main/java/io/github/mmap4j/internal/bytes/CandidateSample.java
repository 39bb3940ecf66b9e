package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * Chooses bytes of a needle that are seldom together in a text, from a sample of its positions. The
 * ranks of {@link ByteRank} describe texts in general: "q" and "u" are rare, but not in a log in
 * which every line has the word "request".
 */
final class CandidateSample {
  /** The number of positions in a sample. */
  static final int POSITIONS = 1 << 11;

  /**
   * The number of adjacent offsets in the needle among which bytes are chosen. Any two of them are
   * at most {@link RareBytes#SPREAD} apart.
   */
  private static final int OFFSETS = RareBytes.SPREAD + 1;

  /** How many times as many candidates the present bytes must have to be replaced. */
  private static final int CLEARLY = 4;

  /** The number of candidates of two bytes above which a third byte may be compared. */
  private static final int MANY = POSITIONS / (Kernel.BLOCKS * Kernel.BLOCK);

  private final byte[] needle;
  private final int begin; // the first of the offsets
  private final long[][] equal; // for each offset, the positions at which its byte matches

  private CandidateSample(MemorySegment text, long start, byte[] needle, int around) {
    this.needle = needle;
    this.begin = Math.clamp(around - OFFSETS / 2, 0, Math.max(0, needle.length - OFFSETS));
    this.equal = new long[Math.min(OFFSETS, needle.length)][];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = masks(text, start + begin + i, RareBytes.of(needle[begin + i]));
    }
  }

  /**
   * Returns bytes of the needle, near the first of the present ones, with at most a quarter of
   * their candidates in the sample, or null if there are none.
   *
   * @param start the first position of the sample; the needle must be within the text at each
   * @param needle at least two bytes
   */
  static RareBytes rarer(MemorySegment text, long start, byte[] needle, RareBytes present) {
    int most = count(masks(text, start, present)) / CLEARLY;
    return most == 0 ? null : new CandidateSample(text, start, needle, present.at()).rarest(most);
  }

  private static long[] masks(MemorySegment text, long start, RareBytes bytes) {
    long[] masks = new long[POSITIONS / Kernel.BLOCK];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = ScalarKernel.mask(text, start + i * Kernel.BLOCK, Kernel.BLOCK, bytes);
    }
    return masks;
  }

  private static int count(long[] masks) {
    int count = 0;
    for (long mask : masks) {
      count += Long.bitCount(mask);
    }
    return count;
  }

  /** Returns the number of positions at which both match. */
  private static int count(long[] masks, long[] others) {
    int count = 0;
    for (int i = 0; i < masks.length; i++) {
      count += Long.bitCount(masks[i] & others[i]);
    }
    return count;
  }

  private static long[] and(long[] masks, long[] others) {
    long[] both = new long[masks.length];
    for (int i = 0; i < masks.length; i++) {
      both[i] = masks[i] & others[i];
    }
    return both;
  }

  /**
   * Returns the two bytes that are least often together, and a third if that is still often.
   * Returns null if these bytes have more than {@code most} candidates.
   */
  private RareBytes rarest(int most) {
    int a = 0;
    int b = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < equal.length; i++) {
      for (int j = i + 1; j < equal.length; j++) {
        // If pairs match equally often, the usually rarer one is better.
        int score = count(equal[i], equal[j]) << 10 | rank(i) + rank(j);
        if (score < least) {
          a = i;
          b = j;
          least = score;
        }
      }
    }
    long[] both = and(equal[a], equal[b]);
    int c = count(both) > MANY ? third(both, b) : b;
    return count(both, equal[c]) > most ? null : bytes(a, b, c);
  }

  /**
   * Returns the offset that leaves the fewest candidates, if that is less than half of them, or
   * {@code b}.
   */
  private int third(long[] both, int b) {
    int best = b;
    int least = count(both) / 2;
    for (int i = 0; i < equal.length; i++) {
      int left = count(both, equal[i]);
      if (left < least) {
        best = i;
        least = left;
      }
    }
    return best;
  }

  private int rank(int i) {
    return ByteRank.of(needle[begin + i]);
  }

  private RareBytes bytes(int a, int b, int c) {
    return new RareBytes(
        c == b ? 2 : 3,
        needle[begin + a],
        begin + a,
        needle[begin + b],
        begin + b,
        needle[begin + c],
        begin + c,
        false);
  }
}
