package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.search.Naive;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OccurrenceWindowTest {
  private static final int ROUNDS = 60;
  private static final int LENGTH = 1 << 20;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Runnable restorer = KernelsUnderTest.restorer();

  @AfterEach
  void restorePreferences() {
    restorer.run();
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#preferences")
  void answersAreThoseOfTheOracle(Runnable preference) {
    System.out.println("OccurrenceWindowTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      preference.run();
      byte[] bytes = needle();
      byte[] text = text(bytes);
      int from = random.nextInt(1000);
      int to = text.length - random.nextInt(1000);
      String place = "seed %d, round %d, %s".formatted(seed, round, new String(bytes));
      compare(place, text, bytes, from, to);
    }
  }

  /** Compares all answers to offsets that mostly are just after the previous occurrence. */
  private void compare(String place, byte[] text, byte[] bytes, int from, int to) {
    OccurrenceWindow window =
        new OccurrenceWindow(MemorySegment.ofArray(text), new Needle(bytes), from, to);
    int at = from;
    long found = 0;
    while (found >= 0) {
      found = window.next(at);
      assertEquals(Naive.first(text, bytes, at, to), found, place);
      if (random.nextInt(4) == 0) {
        assertEquals(found, window.next(at), place);
      }
      at = (int) found + 1 + random.nextInt(1 << random.nextInt(random.nextInt(50) == 0 ? 16 : 4));
    }
    assertEquals(-1, window.next(at), place);
  }

  private byte[] needle() {
    int length = 1 + random.nextInt(1 << random.nextInt(8));
    byte[] needle = new byte[length];
    for (int i = 0; i < length; i++) {
      needle[i] = (byte) ("ab-".charAt(random.nextInt(3)));
    }
    return needle;
  }

  /** Returns a text in which the gaps between occurrences are now short, now long. */
  private byte[] text(byte[] needle) {
    byte[] text = new byte[random.nextInt(LENGTH) + 2000];
    int at = 0;
    int most = 1;
    while (at <= text.length - needle.length) {
      System.arraycopy(needle, 0, text, at, needle.length);
      if (random.nextInt(100) == 0) {
        most = 1 << random.nextInt(18);
      }
      at += 1 + random.nextInt(most);
    }
    return text;
  }

  @Test
  void anOccurrenceIsFoundAfterALongGap() {
    byte[] text = new byte[8 * LENGTH];
    for (int at : new int[] {0, 5, 10, 4 * LENGTH, 4 * LENGTH + 1, 8 * LENGTH - 1}) {
      text[at] = 'x';
    }
    compare("seed " + seed, text, new byte[] {'x'}, 0, text.length);
  }

  @Test
  void allOccurrencesInUnalignedMemoryAreFound() {
    byte[] bytes = "needle".getBytes();
    byte[] text = text(bytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment =
          arena.allocate(text.length + 7).asSlice(7).copyFrom(MemorySegment.ofArray(text));
      OccurrenceWindow window = new OccurrenceWindow(segment, new Needle(bytes), 0, text.length);
      int at = 0;
      for (long found = window.next(0); found >= 0; found = window.next(at)) {
        assertEquals(Naive.first(text, bytes, at, text.length), found, "seed " + seed);
        at = (int) found + 1;
      }
      assertEquals(-1, Naive.first(text, bytes, at, text.length), "seed " + seed);
    }
  }
}
