package io.github.mmap4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BytePatternRandomTest {
  private static final int TEXTS = 10;
  private static final int LONGEST = 90;

  /** Everything small, and texts that one view shows. */
  private static final Tuning SMALL =
      new Tuning(3, 7, Integer.MAX_VALUE - 8, 1 << 29, 4, 9, 5, 2, 7);

  /** And a view that shows less than most texts. */
  private static final Tuning CUT = new Tuning(3, 9, 64, 24, 4, 9, 5, 2, 7);

  private static final List<Tuning> WHOLE = List.of(SMALL, Tuning.USUAL);
  private static final List<Tuning> ALL = List.of(SMALL, CUT, Tuning.USUAL);

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
      BytePattern bytes = (own ? BytePattern.of(pattern) : sameFlags(pattern)).withLimit(1_000_000);
      for (int i = 0; i < TEXTS; i++) {
        pair(bytes, patterns.text(LONGEST), random, "seed " + seed);
      }
    }
    assertTrue(refused < compared / 5, refused + " refused");
  }

  /** Compiled anew where the flags at the end are those at the start. */
  private static BytePattern sameFlags(Pattern pattern) {
    boolean inline = pattern.pattern().contains("(?") || pattern.pattern().contains("\\Q");
    return inline
        ? BytePattern.of(pattern)
        : BytePattern.compile(pattern.pattern(), pattern.flags());
  }

  /** In a text longer than a view, a match does not depend on starts that failed before. */
  private static boolean startsAreIndependent(BytePattern bytes) {
    Pattern pattern = bytes.pattern();
    boolean simple = pattern.matcher("").groupCount() == 0 && !pattern.pattern().contains("{");
    return bytes.plan().independent || simple;
  }

  private void pair(BytePattern bytes, byte[] text, SplittableRandom random, String seed) {
    int to = random.nextBoolean() ? text.length : random.nextInt(text.length + 1);
    int from = random.nextBoolean() ? 0 : random.nextInt(to + 1);
    RegexOracle oracle = new RegexOracle(bytes.pattern(), text);
    List<String> all;
    List<String> at;
    List<String> lines;
    try {
      all = oracle.all(from, to);
      at = oracle.at(from, to);
      lines = oracle.lines(from, to);
    } catch (RegexOracle.TooSlowException | IndexOutOfBoundsException e) {
      return; // it takes too long, or java.util.regex itself fails: there is nothing to compare
    }
    compared++;
    MemorySegment segment = MemorySegment.ofArray(text);
    for (Tuning tuning : startsAreIndependent(bytes) ? ALL : WHOLE) {
      BytePattern tuned = bytes.with(tuning);
      Supplier<String> about =
          () ->
              "/"
                  + bytes
                  + "/ "
                  + bytes.pattern().flags()
                  + " in "
                  + Arrays.toString(text)
                  + " "
                  + from
                  + ".."
                  + to
                  + " "
                  + tuning
                  + " "
                  + seed;
      try {
        assertEquals(all, tuned.all(segment, from, to).map(RegexOracle::bounds).toList(), about);
        assertEquals(
            at,
            tuned.matchesAt(segment, from, to).map(RegexOracle::bounds).stream().toList(),
            about);
        assertEquals(
            lines,
            tuned.lines(segment, from, to).map(l -> l.offset() + "+" + l.length()).toList(),
            about);
      } catch (PatternLimitException e) {
        assertTrue(tuning == CUT && e.getMessage().contains("may need more than"), about);
        refused++;
      }
    }
  }
}
