package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.search.Naive;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TwoWayTest {
  private static final int ROUNDS = 50_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void answersInBothDirectionsAreThoseOfTheOracle() {
    System.out.println("TwoWayTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] text = letters(random.nextInt(80));
      byte[] bytes = random.nextBoolean() ? letters(1 + random.nextInt(12)) : periodic();
      int from = random.nextInt(text.length + 1);
      int to = from + random.nextInt(text.length - from + 1);
      Needle needle = new Needle(bytes);
      MemorySegment segment = MemorySegment.ofArray(text).asSlice(0, to);
      assertEquals(
          Naive.first(text, bytes, from, to),
          new TwoWay(needle, Direction.FORWARD).find(segment, from, to),
          () -> "seed " + seed);
      assertEquals(
          Naive.last(text, bytes, from, to),
          new TwoWay(needle, Direction.BACKWARD).find(segment, from, to),
          () -> "seed " + seed);
    }
  }

  /** Comparing at every position would take 10^11 comparisons, and hours. */
  @Timeout(60)
  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void periodicNeedlesInPeriodicTextsTakeLinearTime(Kernel kernel) {
    byte[] text = new byte[1 << 20];
    Arrays.fill(text, (byte) 'a');
    byte[] bytes = new byte[1 << 18];
    Arrays.fill(bytes, (byte) 'a');
    bytes[bytes.length / 2] = 'b';
    MemorySegment segment = MemorySegment.ofArray(text);
    // At first, the search looks for the rare byte in the middle; later there are only common
    // bytes.
    assertEquals(
        -1,
        PrefilteredSearch.find(
            Direction.FORWARD, kernel, segment, new Needle(bytes), 0, text.length));
    for (int i = 1; i < text.length; i += 2) {
      text[i] = 'b';
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 2 == 0 ? 'a' : 'b');
    }
    bytes[1] = 'a';
    Needle needle = new Needle(bytes);
    assertEquals(
        -1, PrefilteredSearch.find(Direction.FORWARD, kernel, segment, needle, 0, text.length));
    assertEquals(
        -1, PrefilteredSearch.find(Direction.BACKWARD, kernel, segment, needle, 0, text.length));
    assertEquals(0, PrefilteredSearch.count(kernel, segment, needle, 0, text.length).occurrences());
    bytes[1] = 'b';
    bytes[bytes.length - 2] = 'b';
    needle = new Needle(bytes);
    assertEquals(
        -1, PrefilteredSearch.find(Direction.FORWARD, kernel, segment, needle, 0, text.length));
    assertEquals(
        -1, PrefilteredSearch.find(Direction.BACKWARD, kernel, segment, needle, 0, text.length));
    assertEquals(0, PrefilteredSearch.count(kernel, segment, needle, 0, text.length).occurrences());
  }

  private byte[] letters(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(2));
    }
    return text;
  }

  private byte[] periodic() {
    byte[] unit = letters(1 + random.nextInt(4));
    byte[] text = new byte[1 + random.nextInt(16)];
    for (int i = 0; i < text.length; i++) {
      text[i] = unit[i % unit.length];
    }
    return text;
  }
}
