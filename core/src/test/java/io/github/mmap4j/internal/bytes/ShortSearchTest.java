package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Naive;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortSearchTest {
  private static final int ROUNDS = 200_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void theNeedleIsFoundAtEachPlaceInEachLength() {
    for (String word : new String[] {"x", "xy", "needle", "ninebytes"}) {
      Needle needle = new Needle(word.getBytes());
      for (int length = 0; length <= 3 * Kernel.BLOCK; length++) {
        byte[] text = new byte[length];
        assertEquals(-1, ShortSearch.find(Direction.FORWARD, exact(text), needle, 0, length));
        assertEquals(-1, ShortSearch.find(Direction.BACKWARD, exact(text), needle, 0, length));
        for (int at = 0; at + needle.length() <= length; at++) {
          byte[] held = new byte[length];
          System.arraycopy(word.getBytes(), 0, held, at, needle.length());
          assertEquals(
              at,
              ShortSearch.find(Direction.FORWARD, MemorySegment.ofArray(held), needle, 0, length));
          assertEquals(
              at,
              ShortSearch.find(Direction.BACKWARD, MemorySegment.ofArray(held), needle, 0, length));
        }
      }
    }
  }

  @Test
  void answersAreThoseOfTheOracle() {
    System.out.println("ShortSearchTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] text = letters(random.nextInt(300));
      byte[] bytes = letters(1 + random.nextInt(1 << random.nextInt(7)));
      int from = random.nextInt(text.length + 1);
      int to = from + random.nextInt(text.length - from + 1);
      Needle needle = new Needle(bytes);
      MemorySegment segment = MemorySegment.ofArray(text).asSlice(0, to);
      String place = "seed %d, %s in %d to %d".formatted(seed, new String(bytes), from, to);
      assertEquals(
          Naive.first(text, bytes, from, to),
          ShortSearch.find(Direction.FORWARD, segment, needle, from, to),
          place);
      assertEquals(
          Naive.last(text, bytes, from, to),
          ShortSearch.find(Direction.BACKWARD, segment, needle, from, to),
          place);
    }
  }

  @Test
  void longRangesAndLongNeedlesDoNotSuit() {
    assertTrue(ShortSearch.suits(new Needle(new byte[64]), 5, 5 + Kernel.SPAN));
    assertFalse(ShortSearch.suits(new Needle(new byte[64]), 5, 6 + Kernel.SPAN));
    assertFalse(ShortSearch.suits(new Needle(new byte[65]), 5, 5 + Kernel.SPAN));
  }

  /** Makes bytes of few letters, so that needles occur, and often in part. */
  private byte[] letters(int length) {
    byte[] text = new byte[length];
    int letters = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(letters));
    }
    return text;
  }

  /** Copies to memory of exactly this length, so that reading on would throw. */
  private static MemorySegment exact(byte[] text) {
    return Arena.ofAuto().allocate(text.length).copyFrom(MemorySegment.ofArray(text));
  }
}
