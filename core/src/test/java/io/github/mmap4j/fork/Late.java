package io.github.mmap4j.fork;

/** A loop with a safepoint poll, at which a delayed memory access error surfaces at the latest. */
final class Late {
  /**
   * Volatile, so that no compiler can determine the end of the loop and remove its safepoint poll.
   */
  private static volatile int rounds = 100;

  private Late() {}

  static void error() {
    for (int round = 0; round < rounds; round++) {}
  }
}
