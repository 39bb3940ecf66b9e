package io.github.mmap4j.fuzz;

import java.util.Arrays;

/** The bytes of a fuzzer, used as choices of what to do. After the last byte, every choice is 0. */
final class Choices {
  private final byte[] bytes;
  private int at;

  Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEmpty() {
    return at >= bytes.length;
  }

  /** Returns the next byte, 0 to 255. */
  int one() {
    return isEmpty() ? 0 : bytes[at++] & 0xff;
  }

  int below(int bound) {
    return one() % bound;
  }

  /**
   * Returns a number near an interesting index of a sequence of {@code length} elements, or far
   * from all of them.
   */
  long number(long length) {
    int kind = one();
    return switch (kind % 8) {
      case 0 -> Long.MIN_VALUE + kind / 8;
      case 1 -> Long.MAX_VALUE - kind / 8;
      case 2 -> length + kind / 8 - 16;
      case 3 -> -length + kind / 8 - 16;
      case 4 -> kind / 8 - 16;
      default -> (short) (one() << 8 | one());
    };
  }

  /** Returns as many bytes as the next choice says, or as many as are left. */
  byte[] some() {
    int count = Math.min(one(), bytes.length - Math.min(at, bytes.length));
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }
}
