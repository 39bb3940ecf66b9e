package io.github.mmap4j.regex;

/**
 * Finds where bytes of given sets stand in a row. It reads a window of as many bytes from its last
 * back to its first and keeps, a bit for each, the places in the row where what it has read could
 * stand; when none is left, the window moves on by what is known not to begin there. Few bytes are
 * read where few are in the sets. (Backward nondeterministic matching, Navarro and Raffinot.)
 * Immutable.
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

  /** The first index from {@code from} on where a row stands that ends by {@code to}, or -1. */
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
