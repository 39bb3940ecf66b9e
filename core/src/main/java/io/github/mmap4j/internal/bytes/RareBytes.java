package io.github.mmap4j.internal.bytes;

/**
 * What a kernel compares at each position {@code p}: the bytes at {@code p + offset} of up to three
 * of a needle's bytes, chosen to be rare. A position where all are equal is a candidate.
 *
 * @param count how many of the three are used: 1, 2 or 3
 */
record RareBytes(
    int count, byte first, int at, byte second, int secondAt, byte third, int thirdAt) {
  /**
   * From here on a byte is so common in texts (each about one in a hundred) that two of them are
   * candidates in nearly every page; a third costs less than looking at these.
   */
  private static final int COMMON = 200;

  static RareBytes of(byte value) {
    return new RareBytes(1, value, 0, value, 0, value, 0);
  }

  /** The rarest bytes of {@code needle}, which is not empty. */
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
