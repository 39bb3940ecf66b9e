package io.github.mmap4j.regex;

/**
 * Finds a sequence of bytes, each in a given set, by backward nondeterministic DAWG matching (BNDM,
 * Navarro and Raffinot). The search reads a window of the sequence's length from the last byte to
 * the first. One bit for each index in the sequence records whether the bytes read so far could
 * occur at that index. When no bit is left, the window moves past all starts that have been ruled
 * out. The smaller the sets are, the fewer bytes are read. Instances are immutable.
 */
final class Bndm {
  private final int[] masks = new int[256];
  private final int length;

  Bndm(ByteSet[] sets, int length) {
    this.length = length;
    for (int value = 0; value < 256; value++) {
      for (int i = 0; i < length; i++) {
        if (sets[i].contains(value)) {
          masks[value] |= 1 << length - 1 - i;
        }
      }
    }
  }

  int length() {
    return length;
  }

  /**
   * Returns the index of the first matching sequence within {@code [from, to)}, or -1 if there is
   * none.
   */
  int next(byte[] bytes, int from, int to) {
    int[] table = masks;
    int m = length;
    int high = 1 << m - 1;
    int all = m == Integer.SIZE ? -1 : (1 << m) - 1;
    int at = from;
    while (at <= to - m) {
      int left = m;
      int shift = m;
      int state = all;
      while (true) {
        state &= table[bytes[at + left - 1] & 0xff];
        if (state == 0) {
          break;
        }
        left--;
        if ((state & high) != 0) {
          if (left == 0) {
            return at;
          }
          shift = left;
        }
        state <<= 1;
      }
      at += shift;
    }
    return -1;
  }

  /** Returns whether a matching sequence begins at {@code at}. */
  boolean matches(byte[] bytes, int at) {
    int bit = 1 << length - 1;
    for (int i = 0; i < length; i++) {
      if ((masks[bytes[at + i] & 0xff] & bit >>> i) == 0) {
        return false;
      }
    }
    return true;
  }
}
