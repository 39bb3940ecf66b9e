package io.github.mmap4j.trial;

import java.util.SplittableRandom;

/** Makes random generators whose seed is printed. */
final class Seed {
  private Seed() {}

  static SplittableRandom random(String what) {
    long seed = System.nanoTime();
    System.out.println("seed of the " + what + ": " + seed);
    return new SplittableRandom(seed);
  }
}
