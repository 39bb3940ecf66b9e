package io.github.mmap4j.fork;

/** Where an error of memory that surfaces late would surface at the latest. */
final class Late {
  /** Volatile, so that no compiler knows the end of the loop and drops its safepoint poll. */
  private static volatile int rounds = 100;

  private Late() {}

  static void error() {
    for (int round = 0; round < rounds; round++) {}
  }
}
