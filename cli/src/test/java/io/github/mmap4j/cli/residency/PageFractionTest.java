package io.github.mmap4j.cli.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageFractionTest {
  private static String percent(long pages, long resident) {
    return new PageFraction(pages, resident, 0, 0).percent();
  }

  @Test
  void onlyNoneIsZeroAndOnlyAllIsAHundredPercent() {
    assertEquals("0.0 %", percent(1_000_000, 0));
    assertEquals("0.1 %", percent(1_000_000, 1));
    assertEquals("50.0 %", percent(2, 1));
    assertEquals("99.9 %", percent(1_000_000, 999_999));
    assertEquals("100.0 %", percent(1_000_000, 1_000_000));
    assertEquals("-", percent(0, 0));
  }

  @Test
  void onePageIsSingular() {
    assertEquals("1 page, 4.0 KiB, 25.0 %", new PageFraction(4, 1, 16384, 4096).resident());
    assertEquals("2 pages, 8.0 KiB, 50.0 %", new PageFraction(4, 2, 16384, 8192).resident());
  }
}
