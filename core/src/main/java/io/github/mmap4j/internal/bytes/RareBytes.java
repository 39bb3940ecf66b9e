package io.github.mmap4j.internal.bytes;

/**
 * Holds up to three of a needle's bytes, chosen to be rare, and their offsets in it. At each
 * position {@code p}, a kernel compares each of them with the byte at {@code p + offset}. A
 * position where all are equal is a candidate.
 *
 * @param count the number of bytes that are used: 1, 2 or 3
 */
record RareBytes(
    int count, byte first, int at, byte second, int secondAt, byte third, int thirdAt) {
  /**
   * The rank from which on a byte is so common (about one in a hundred) that nearly every page has
   * a candidate for two such bytes. Comparing a third byte costs less than checking those
   * candidates.
   */
  private static final int COMMON = 200;

  static RareBytes of(byte value) {
    return new RareBytes(1, value, 0, value, 0, value, 0);
  }

  /** Chooses the rarest bytes of {@code needle}, which is not empty. */
  static RareBytes of(byte[] needle) {
    if (needle.length == 1) {
      return of(needle[0]);
    }
    int a = rarest(needle, -1, -1);
    int b = rarest(needle, a, -1);
    int c = needle.length > 2 ? rarest(needle, a, b) : b;
    int count = c != b && ByteRank.of(needle[a]) >= COMMON ? 3 : 2;
    return new RareBytes(count, needle[a], a, needle[b], b, needle[c], c);
  }

  private static int rarest(byte[] needle, int except, int exceptToo) {
    int best = -1;
    for (int i = 0; i < needle.length; i++) {
      if (i != except
          && i != exceptToo
          && (best < 0 || ByteRank.of(needle[i]) < ByteRank.of(needle[best]))) {
        best = i;
      }
    }
    return best;
  }
}
