package io.github.mmap4j.regex;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A fuzzer's target: bytes are the choices that make a regular expression and a text; what is
 * looked for first must not hide what java.util.regex finds. A fuzzer calls {@link
 * #fuzzerTestOneInput}.
 */
public final class PatternFuzz {
  private static final int LONGEST_TEXT = 200;

  private PatternFuzz() {}

  /**
   * The input's bytes as random numbers; when they are used up, others that are always the same.
   */
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
