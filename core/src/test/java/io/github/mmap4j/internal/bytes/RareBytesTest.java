package io.github.mmap4j.internal.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RareBytesTest {
  private static RareBytes of(String needle) {
    return RareBytes.of(needle.getBytes(US_ASCII));
  }

  @Test
  void theRarestBytesAreChosen() {
    RareBytes bytes = of("the quick zebra");
    assertEquals(2, bytes.count());
    assertEquals('q', bytes.first());
    assertEquals('z', bytes.second());
    assertFalse(bytes.areCommon());
  }

  @Test
  void ofCommonBytesThreeAreCompared() {
    assertEquals(3, of("seat").count());
    assertTrue(of("seat").areCommon());
    assertTrue(of("et").areCommon());
  }

  @Test
  void aRepeatedByteIsComparedOnceIfThereAreOthers() {
    assertEquals('o', of("## error").second());
    assertEquals('#', of("####").second());
  }

  @Test
  void theBytesAreAtDifferentOffsetsNearEachOther() {
    long seed = System.nanoTime();
    System.out.println("RareBytesTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      byte[] needle = new byte[2 + random.nextInt(100)];
      random.nextBytes(needle);
      for (int i = 0; i < needle.length; i++) {
        needle[i] = (byte) (random.nextBoolean() ? needle[i] : 'e');
      }
      RareBytes bytes = RareBytes.of(needle);
      int[] at = {bytes.at(), bytes.secondAt(), bytes.thirdAt()};
      byte[] values = {bytes.first(), bytes.second(), bytes.third()};
      for (int i = 0; i < bytes.count(); i++) {
        assertEquals(needle[at[i]], values[i]);
        for (int j = 0; j < i; j++) {
          int distance = Math.abs(at[i] - at[j]);
          assertTrue(0 < distance && distance <= RareBytes.SPREAD, () -> "seed " + seed);
        }
      }
    }
  }
}
