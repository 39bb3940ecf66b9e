package io.github.mmap4j.regex;

import java.util.function.IntPredicate;

/** An immutable set of bytes, with one bit for each value. */
record ByteSet(long b0, long b1, long b2, long b3) {
  static final ByteSet NONE = new ByteSet(0, 0, 0, 0);
  static final ByteSet ALL = new ByteSet(-1, -1, -1, -1);

  static ByteSet of(IntPredicate member) {
    long[] bits = new long[4];
    for (int value = 0; value < 256; value++) {
      if (member.test(value)) {
        bits[value >> 6] |= 1L << value;
      }
    }
    return new ByteSet(bits[0], bits[1], bits[2], bits[3]);
  }

  boolean contains(int value) {
    long word =
        switch (value >> 6) {
          case 0 -> b0;
          case 1 -> b1;
          case 2 -> b2;
          default -> b3;
        };
    return (word >>> value & 1) != 0;
  }

  ByteSet or(ByteSet other) {
    return new ByteSet(b0 | other.b0, b1 | other.b1, b2 | other.b2, b3 | other.b3);
  }

  int size() {
    return Long.bitCount(b0) + Long.bitCount(b1) + Long.bitCount(b2) + Long.bitCount(b3);
  }

  /** Returns the smallest byte in this set. */
  int first() {
    int value = 0;
    while (!contains(value)) {
      value++;
    }
    return value;
  }
}
