package io.github.mmap4j.internal.bytes;

import java.util.List;

/**
 * Holds up to three rare bytes of a needle and their offsets in the needle. For each position
 * {@code p}, a kernel compares each rare byte with the byte of the text at {@code p + offset}. A
 * position at which all rare bytes match is a candidate.
 *
 * @param count the number of rare bytes: 1, 2 or 3
 * @param areCommon whether there are several bytes and even the rarest byte is usually common;
 *     false for bytes chosen by a sample
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
   * The lowest rank of a common byte. A byte of this rank makes up about one percent of a text. If
   * only two common bytes are compared, nearly every page has a candidate. Comparing a third byte
   * costs less than checking so many candidates.
   */
  private static final int COMMON = 200;

  /**
   * The maximum distance between two rare bytes. Both bytes are then in one vector or in two
   * adjacent vectors, even if vectors have only 16 bytes.
   */
  static final int SPREAD = 15;

  /**
   * The penalty added to the rank of a byte whose value is already compared at another offset;
   * greater than any rank.
   */
  private static final int REPEATED = 256;

  static RareBytes of(byte value) {
    return new RareBytes(1, value, 0, value, 0, value, 0, false);
  }

  /**
   * Chooses the rarest bytes of {@code needle}, which must not be empty. The bytes have different
   * values if possible, because a text with many bytes of one value may lack another value.
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
   * Returns the offset of the rarest byte in {@code [from, to)}, ignoring the offsets in {@code
   * others}. If possible, the byte differs from those bytes.
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
