package io.github.mmap4j.fuzz;

import java.util.Arrays;

/** The bytes of a fuzzer, as the choices of what to do; when they are used up, all are 0. */
final class Choices {
  private final byte[] bytes;
  private int at;

  Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEmpty() {
    return at >= bytes.length;
  }

  /** 0 to 255. */
  int one() {
    return isEmpty() ? 0 : bytes[at++] & 0xff;
  }

  int below(int bound) {
    return one() % bound;
  }

  /** A number near what matters for a sequence of so many elements, or far from all. */
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

  /** As many bytes as the next choice says, or as there are. */
  byte[] some() {
    int count = Math.min(one(), bytes.length - Math.min(at, bytes.length));
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }
}
