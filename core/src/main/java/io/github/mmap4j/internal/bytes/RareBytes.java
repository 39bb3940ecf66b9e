package io.github.mmap4j.internal.bytes;

import java.util.List;

/**
 * Holds up to three of a needle's bytes, chosen to be rare, and their offsets in it. At each
 * position {@code p}, a kernel compares each of them with the byte at {@code p + offset}. A
 * position where all are equal is a candidate.
 *
 * @param count the number of bytes that are used: 1, 2 or 3
 * @param areCommon whether there are several, of which even the rarest is common
 */
record RareBytes(
    int count,
    byte first,
    int at,
    byte second,
    int secondAt,
    byte third,
    int thirdAt,
    boolean areCommon) {
  /**
   * The rank from which on a byte is so common (about one in a hundred) that nearly every page has
   * a candidate for two such bytes. Comparing a third byte costs less than checking those
   * candidates.
   */
  private static final int COMMON = 200;

  /**
   * The maximum distance between two of the bytes, so that the vector kernel can read them in one
   * vector or two adjacent ones, even if vectors have only 16 bytes.
   */
  static final int SPREAD = 15;

  /** Added to the rank of a byte that is compared already; it exceeds every rank. */
  private static final int REPEATED = 256;

  static RareBytes of(byte value) {
    return new RareBytes(1, value, 0, value, 0, value, 0, false);
  }

  /**
   * Chooses the rarest bytes of {@code needle}, which is not empty. They have different values if
   * possible, because a text that is full of one of them may lack the other.
   */
  static RareBytes of(byte[] needle) {
    if (needle.length == 1) {
      return of(needle[0]);
    }
    int a = rarest(needle, 0, needle.length, List.of());
    int from = Math.max(0, a - SPREAD);
    int to = Math.min(needle.length, a + SPREAD + 1);
    int b = rarest(needle, from, to, List.of(a));
    boolean common = ByteRank.of(needle[a]) >= COMMON;
    if (needle.length == 2 || !common) {
      return new RareBytes(2, needle[a], a, needle[b], b, needle[b], b, common);
    }
    from = Math.max(from, b - SPREAD);
    to = Math.min(to, b + SPREAD + 1);
    int c = rarest(needle, from, to, List.of(a, b));
    return new RareBytes(3, needle[a], a, needle[b], b, needle[c], c, true);
  }

  /**
   * Returns the offset in {@code [from, to)} of the rarest byte that is not at one of the other
   * offsets and, if possible, differs from the bytes there.
   */
  private static int rarest(byte[] needle, int from, int to, List<Integer> others) {
    int best = -1;
    int least = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      if (!others.contains(i)) {
        byte value = needle[i];
        boolean repeats = others.stream().anyMatch(other -> needle[other] == value);
        int rank = ByteRank.of(value) + (repeats ? REPEATED : 0);
        if (rank < least) {
          best = i;
          least = rank;
        }
      }
    }
    return best;
  }

  /** Returns the largest of the offsets. */
  int lastAt() {
    return Math.max(at, Math.max(secondAt, thirdAt));
  }
}
