package io.github.mmap4j.regex;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A fuzz target. The input's bytes choose a regular expression and a text. The prefilter must not
 * hide a match of java.util.regex. A fuzzer calls {@link #fuzzerTestOneInput}.
 */
public final class PatternFuzz {
  private static final int LONGEST_TEXT = 200;

  private PatternFuzz() {}

  /** Uses the input's bytes as random numbers, followed by a fixed sequence. */
  private static final class Choices implements RandomGenerator {
    private final byte[] bytes;
    private final SplittableRandom further = new SplittableRandom(1);
    private int at;

    Choices(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int nextInt(int bound) {
      return at < bytes.length ? (bytes[at++] & 0xff) % bound : further.nextInt(bound);
    }

    @Override
    public boolean nextBoolean() {
      return nextInt(2) == 1;
    }

    @Override
    public long nextLong() {
      return nextInt(256);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) {
    RandomPatterns patterns = new RandomPatterns(new Choices(input));
    Pattern pattern = patterns.pattern();
    byte[] text = patterns.text(LONGEST_TEXT);
    new PatternComparison(BytePattern.of(pattern))
        .compare(
            text,
            0,
            text.length,
            "/" + pattern + "/ " + pattern.flags() + " in " + Arrays.toString(text));
  }
}
