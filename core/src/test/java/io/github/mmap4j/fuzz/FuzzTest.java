package io.github.mmap4j.fuzz;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.regex.PatternFuzz;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs the fuzz targets with random bytes; with {@code build/fuzz}, a fuzzer chooses the bytes. */
class FuzzTest {
  private static final int INPUTS = 500;
  private static final int LONGEST = 300;

  private static void feed(Consumer<byte[]> target) {
    long seed = System.nanoTime();
    System.out.println("FuzzTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[random.nextInt(LONGEST)];
      random.nextBytes(input);
      try {
        target.accept(input);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(input), e);
      }
    }
  }

  @Test
  void operationsOnAMappingDoWhatTheyDoToAnArray() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    feed(ApiFuzz::fuzzerTestOneInput);
  }

  @Test
  void patternsFindWhatRegexFinds() {
    feed(PatternFuzz::fuzzerTestOneInput);
  }
}
