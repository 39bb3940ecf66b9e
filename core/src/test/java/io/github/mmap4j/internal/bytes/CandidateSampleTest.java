package io.github.mmap4j.internal.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidateSampleTest {
  private static final int START = 3;

  /** Returns the bytes that are chosen in place of a needle's usual ones, or null. */
  private static RareBytes rarer(String needle, String repeated) {
    byte[] bytes = needle.getBytes(US_ASCII);
    MemorySegment text = text(repeated, START + CandidateSample.POSITIONS + bytes.length - 1);
    return CandidateSample.rarer(text, START, bytes, RareBytes.of(bytes));
  }

  private static MemorySegment text(String repeated, int length) {
    String text = repeated.repeat(length / repeated.length() + 1).substring(0, length);
    return MemorySegment.ofArray(text.getBytes(US_ASCII));
  }

  private static long candidates(MemorySegment text, RareBytes bytes) {
    long count = 0;
    for (int i = 0; i < CandidateSample.POSITIONS; i += Kernel.BLOCK) {
      count += Long.bitCount(ScalarKernel.mask(text, START + i, Kernel.BLOCK, bytes));
    }
    return count;
  }

  @Test
  void bytesThatAreNeverTogetherInTheTextAreChosen() {
    RareBytes usual = RareBytes.of("quince".getBytes(US_ASCII));
    MemorySegment log = text("request 12 ", CandidateSample.POSITIONS + 100);
    assertTrue(candidates(log, usual) > 100);
    RareBytes chosen = rarer("quince", "request 12 ");
    assertEquals(0, candidates(log, chosen), chosen::toString);
    assertEquals(2, chosen.count());
  }

  @Test
  void amongPairsThatAreNeverTogetherTheUsuallyRarestIsChosen() {
    RareBytes chosen = rarer("quince", "quiet quail ");
    assertEquals("q c", (char) chosen.first() + " " + (char) chosen.second());
  }

  @Test
  void theUsualBytesStayIfTheNeedleItselfIsFrequent() {
    assertNull(rarer("quince", "quince "));
    assertNull(rarer("quince", "quince request "), "an occurrence for each other candidate");
  }

  @Test
  void theUsualBytesStayIfTheSampleHasNoCandidates() {
    assertNull(rarer("quince", "nothing like that "));
  }

  /** Any two of the letters are often together, but no three of them are. */
  @Test
  void aThirdByteIsComparedIfAnyTwoAreOftenTogether() {
    RareBytes chosen = rarer("zxj", "zx- -xj z-j ");
    assertNotNull(chosen);
    assertEquals(3, chosen.count());
    assertEquals(0, candidates(text("zx- -xj z-j ", CandidateSample.POSITIONS + 100), chosen));
  }

  @Test
  void theBytesAreThoseOfTheNeedleNearEachOther() {
    long seed = System.nanoTime();
    System.out.println("CandidateSampleTest: seed " + seed);
    Random random = new Random(seed);
    int chosen = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] needle = letters(random, 2 + random.nextInt(60));
      byte[] text = letters(random, START + CandidateSample.POSITIONS + needle.length - 1);
      MemorySegment segment = MemorySegment.ofArray(text);
      RareBytes usual = RareBytes.of(needle);
      RareBytes bytes = CandidateSample.rarer(segment, START, needle, usual);
      if (bytes == null) {
        continue;
      }
      chosen++;
      assertTrue(4 * candidates(segment, bytes) <= candidates(segment, usual), "seed " + seed);
      int[] at = {bytes.at(), bytes.secondAt(), bytes.thirdAt()};
      byte[] values = {bytes.first(), bytes.second(), bytes.third()};
      for (int i = 0; i < bytes.count(); i++) {
        assertEquals(needle[at[i]], values[i], "seed " + seed);
        for (int j = 0; j < i; j++) {
          int distance = Math.abs(at[i] - at[j]);
          assertTrue(0 < distance && distance <= RareBytes.SPREAD, "seed " + seed);
        }
      }
    }
    assertTrue(chosen > 100, "seed " + seed + ": bytes were chosen " + chosen + " times");
  }

  /** Returns letters of which the usually rare ones are the most frequent. */
  static byte[] letters(Random random, int length) {
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) "qqqqqqzzzzzzjjjxxe".charAt(random.nextInt(18));
    }
    return letters;
  }
}
