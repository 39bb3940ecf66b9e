package io.github.mmap4j.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static List<String> labels(double gigabytes) {
    Axis axis = Axis.upTo(gigabytes * 1e9);
    return axis.ticks().stream().map(axis::label).toList();
  }

  @Test
  void ticksAreRoundNumbers() {
    assertEquals(List.of("0", "5", "10", "15", "20", "25"), labels(24.7));
    assertEquals(List.of("0", "5", "10", "15", "20", "25"), labels(25));
    assertEquals(List.of("0", "10", "20", "30"), labels(25.1));
    assertEquals(List.of("0", "0.0025", "0.005", "0.0075", "0.01", "0.0125"), labels(0.0123));
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(100));
  }

  @Test
  void eachValueFitsAnAxisWithFewTicks() {
    long seed = System.nanoTime();
    System.out.println("AxisTest: seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.pow(10, random.nextDouble(-3, 13));
      Axis axis = Axis.upTo(value);
      assertTrue(axis.position(value) <= 1 + 1e-9, () -> "at " + value);
      assertTrue(axis.position(value) > 0.49, () -> "at " + value);
      assertTrue(axis.ticks().size() <= 6, () -> "at " + value);
    }
  }
}
