package io.github.mmap4j.cli.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LevelTest {
  @Test
  void noneAndAllHaveTheirOwnLevels() {
    assertEquals(Level.NONE, Level.of(0, 1));
    assertEquals(Level.ALL, Level.of(1, 1));
    assertEquals(Level.LITTLE, Level.of(1, 1L << 50));
    assertEquals(Level.MOST, Level.of((1L << 50) - 1, 1L << 50));
  }

  @Test
  void theOtherLevelsAreQuarters() {
    assertEquals(Level.LITTLE, Level.of(24, 100));
    assertEquals(Level.LESS, Level.of(25, 100));
    assertEquals(Level.LESS, Level.of(49, 100));
    assertEquals(Level.MORE, Level.of(50, 100));
    assertEquals(Level.MORE, Level.of(74, 100));
    assertEquals(Level.MOST, Level.of(75, 100));
    assertEquals(Level.MOST, Level.of(99, 100));
  }

  /** Readers who see no colours can tell them apart. */
  @Test
  void eachIsClearlyDarkerThanTheOneBefore() {
    double before = 1.05;
    for (Level level : Level.values()) {
      double brightness = brightness(level.colour()) + 0.05;
      assertTrue(before / brightness > 1.2, level + ": " + before / brightness);
      before = brightness;
    }
  }

  /** Returns the brightness as WCAG 2 defines it, from 0 to 1. */
  private static double brightness(int colour) {
    return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
  }

  private static double linear(int value) {
    double part = (value & 0xFF) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
