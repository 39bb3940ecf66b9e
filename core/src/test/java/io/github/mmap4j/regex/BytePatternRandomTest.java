package io.github.mmap4j.regex;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BytePatternRandomTest {
  private static final int TEXTS = 10;
  private static final int LONGEST = 90;

  private int compared;
  private int refused;

  @Test
  void findsWhatRegexFindsInAString() {
    compare(50_000);
  }

  @Test
  @Tag("nightly")
  void findsWhatRegexFindsInAStringForLong() {
    compare(1_000_000);
  }

  private void compare(int pairs) {
    long seed = System.nanoTime();
    System.out.println("BytePatternRandomTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    RandomPatterns patterns = new RandomPatterns(random);
    while (compared < pairs) {
      Pattern pattern = patterns.pattern();
      boolean own = random.nextBoolean();
      BytePattern bytes = own ? BytePattern.of(pattern) : sameFlags(pattern);
      PatternComparison comparison = new PatternComparison(bytes);
      String about = "/" + pattern + "/ " + pattern.flags() + " seed " + seed;
      for (int i = 0; i < TEXTS; i++) {
        pair(comparison, patterns.text(LONGEST), random, about);
      }
      refused += comparison.refused();
    }
    assertTrue(refused < compared / 5, refused + " refused");
  }

  /** Compiles again if the flags at the end are those at the start. */
  private static BytePattern sameFlags(Pattern pattern) {
    boolean inline = pattern.pattern().contains("(?") || pattern.pattern().contains("\\Q");
    return inline
        ? BytePattern.of(pattern)
        : BytePattern.compile(pattern.pattern(), pattern.flags());
  }

  private void pair(
      PatternComparison comparison, byte[] text, SplittableRandom random, String about) {
    int to = random.nextBoolean() ? text.length : random.nextInt(text.length + 1);
    int from = random.nextBoolean() ? 0 : random.nextInt(to + 1);
    String all = about + " in " + Arrays.toString(text) + " " + from + ".." + to;
    if (comparison.compare(text, from, to, all)) {
      compared++;
    }
  }
}
