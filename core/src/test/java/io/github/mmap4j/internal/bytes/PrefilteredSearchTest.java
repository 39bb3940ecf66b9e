package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Naive;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrefilteredSearchTest {
  /** Twice the length of the longest vector. */
  private static final int MOST_PADDING = 128;

  private static final int ROUNDS = 20_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void theNeedleIsFoundAtEachPlaceWithEachPadding(Kernel kernel) {
    byte[] bytes = "needle".getBytes();
    Needle needle = new Needle(bytes);
    for (int left = 0; left <= MOST_PADDING; left++) {
      int to = left + 2 * MOST_PADDING;
      byte[] text = new byte[to + left];
      Arrays.fill(text, (byte) 'n');
      for (int at = left; at <= to - bytes.length; at += 1 + left % 3) {
        byte[] held = text.clone();
        System.arraycopy(bytes, 0, held, at, bytes.length);
        MemorySegment segment = MemorySegment.ofArray(held).asSlice(0, to);
        assertEquals(
            at, PrefilteredSearch.find(Direction.FORWARD, kernel, segment, needle, left, to));
        assertEquals(
            at, PrefilteredSearch.find(Direction.BACKWARD, kernel, segment, needle, left, to));
        assertEquals(
            -1, PrefilteredSearch.find(Direction.FORWARD, kernel, segment, needle, at + 1, to));
        assertEquals(
            -1,
            PrefilteredSearch.find(
                Direction.BACKWARD, kernel, segment, needle, left, at + bytes.length - 1));
        assertEquals(1, PrefilteredSearch.count(kernel, segment, needle, left, to).occurrences());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void answersAreThoseOfTheOracle(Kernel kernel) {
    System.out.println("PrefilteredSearchTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      compare(kernel, random.nextInt(600), 1 + random.nextInt(1 << random.nextInt(7)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void answersInTextsOfManySpansAreThoseOfTheOracle(Kernel kernel) {
    System.out.println("PrefilteredSearchTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 100; round++) {
      compare(kernel, 10 * Kernel.SPAN + random.nextInt(Kernel.SPAN), 1 + random.nextInt(40));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void answersInTextsWithManyCandidatesAreThoseOfTheOracle(Kernel kernel) {
    System.out.println("PrefilteredSearchTest: seed " + seed);
    int switched = 0;
    for (int round = 0; round < ROUNDS / 400; round++) {
      byte[] text = CandidateSampleTest.letters(random, 66_000 + random.nextInt(200_000));
      switched +=
          compare(kernel, text, CandidateSampleTest.letters(random, 3 + random.nextInt(40)))
              ? 1
              : 0;
    }
    assertTrue(switched > 5, "seed " + seed + ": other bytes were chosen " + switched + " times");
  }

  /** The texts end shortly before or after the position at which the first sample is due. */
  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void answersInTextsThatEndNearTheFirstSampleAreThoseOfTheOracle(Kernel kernel) {
    System.out.println("PrefilteredSearchTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 100; round++) {
      byte[] needle = CandidateSampleTest.letters(random, 3 + random.nextInt(10));
      byte[] text =
          CandidateSampleTest.letters(
              random, (1 << 16) - Kernel.SPAN + random.nextInt(2 * Kernel.SPAN));
      MemorySegment segment = MemorySegment.ofArray(text);
      for (Direction direction : Direction.values()) {
        assertEquals(
            direction == Direction.FORWARD
                ? Naive.first(text, needle, 0, text.length)
                : Naive.last(text, needle, 0, text.length),
            PrefilteredSearch.findFar(
                direction, kernel, segment, new Needle(needle), 0, text.length),
            "seed " + seed);
      }
      assertEquals(
          Naive.count(text, needle, 0, text.length),
          PrefilteredSearch.count(kernel, segment, new Needle(needle), 0, text.length)
              .occurrences(),
          "seed " + seed);
    }
  }

  /** The usually rarest bytes of the needle are in each line of the text. */
  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void aSearchGoesOnWithBytesThatAreRarerInItsText(Kernel kernel) {
    byte[] text = "request 12 ".repeat(100_000).getBytes();
    int last = text.length - 100;
    System.arraycopy("quince".getBytes(), 0, text, 100, 6);
    System.arraycopy("quince".getBytes(), 0, text, last, 6);
    MemorySegment segment = MemorySegment.ofArray(text);
    for (Direction direction : Direction.values()) {
      Needle needle = new Needle("quince".getBytes());
      RareBytes before = needle.compared();
      long from = direction == Direction.FORWARD ? 101 : 0;
      long to = direction == Direction.FORWARD ? text.length : last + 5;
      assertEquals(
          direction == Direction.FORWARD ? last : 100,
          PrefilteredSearch.find(direction, kernel, segment, needle, from, to));
      assertNotEquals(before, needle.compared());
      assertEquals(before, needle.rareBytes());
    }
    Needle needle = new Needle("quince".getBytes());
    RareBytes before = needle.compared();
    assertEquals(2, PrefilteredSearch.count(kernel, segment, needle, 0, text.length).occurrences());
    assertNotEquals(before, needle.compared());

    Remaining all = new Remaining(Direction.FORWARD, 0, text.length - needle.length() + 1);
    Candidates candidates =
        new Candidates(kernel, segment, new Needle("quince".getBytes()), all, true);
    int count = 0;
    while (candidates.nextRun()) {
      count += candidates.run().candidates();
    }
    assertTrue(2 < count && count < 20_000, count + " candidates in 100,000 lines");
  }

  /** Uses few letters, so that needles occur, and often in part. */
  private void compare(Kernel kernel, int length, int needleLength) {
    int letters = 1 + random.nextInt(4);
    byte[] text = letters(length, letters);
    byte[] bytes = letters(needleLength, letters);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = 'z';
    }
    compare(kernel, text, bytes);
  }

  /** Compares answers in a random range; returns whether other bytes of the needle were chosen. */
  private boolean compare(Kernel kernel, byte[] text, byte[] bytes) {
    int length = text.length;
    if (random.nextBoolean() && length >= bytes.length) {
      System.arraycopy(bytes, 0, text, random.nextInt(length - bytes.length + 1), bytes.length);
    }
    int from = random.nextInt(Math.min(length + 1, 200));
    int to = length - random.nextInt(Math.min(length - from + 1, 200));
    Needle needle = new Needle(bytes);
    MemorySegment segment = MemorySegment.ofArray(text).asSlice(0, to);
    String place =
        "seed %d, %s in %d bytes, %d to %d".formatted(seed, new String(bytes), length, from, to);
    assertEquals(
        Naive.first(text, bytes, from, to),
        PrefilteredSearch.find(Direction.FORWARD, kernel, segment, needle, from, to),
        place);
    assertEquals(
        Naive.last(text, bytes, from, to),
        PrefilteredSearch.find(Direction.BACKWARD, kernel, segment, needle, from, to),
        place);
    long count = PrefilteredSearch.count(kernel, segment, needle, from, to).occurrences();
    assertEquals(Naive.count(text, bytes, from, to), count, place);
    return needle.compared() != needle.rareBytes();
  }

  private byte[] letters(int length, int letters) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ("eatZ".charAt(random.nextInt(letters)));
    }
    return text;
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void withoutAnOccurrenceNothingReachesIntoTheNextPart(Kernel kernel) {
    for (String sought : List.of("ba", "bac", "baaaabaq", "baaaabaaaabaq")) {
      Needle needle = new Needle(sought.getBytes());
      MemorySegment text = MemorySegment.ofArray(new byte[needle.length()]);
      assertEquals(
          new PrefilteredSearch.Count(0, 0),
          PrefilteredSearch.count(kernel, text, needle, 0, text.byteSize()));
    }
  }
}
