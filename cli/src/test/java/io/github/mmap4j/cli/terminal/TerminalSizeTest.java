package io.github.mmap4j.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {
  private static TerminalSize of(Map<String, String> environment, String stty) {
    return TerminalSize.of(environment, () -> stty);
  }

  @Test
  void theEnvironmentComesFirst() {
    Map<String, String> both = Map.of("LINES", "30", "COLUMNS", "132");
    assertEquals(new TerminalSize(30, 132), TerminalSize.of(both, () -> fail("stty was asked")));
    assertEquals(new TerminalSize(50, 132), of(Map.of("COLUMNS", "132"), "50 100\n"));
    assertEquals(new TerminalSize(30, 100), of(Map.of("LINES", "30"), "50 100\n"));
  }

  @Test
  void sttyComesSecond() {
    assertEquals(new TerminalSize(50, 100), of(Map.of(), "50 100\n"));
  }

  @Test
  void anInvalidSizeBecomesTheUsualOne() {
    assertEquals(new TerminalSize(24, 80), of(Map.of(), ""));
    assertEquals(new TerminalSize(24, 80), of(Map.of(), "0 0\n"));
    assertEquals(new TerminalSize(24, 80), of(Map.of("COLUMNS", "wide", "LINES", "-1"), ""));
    assertEquals(new TerminalSize(24, 80), of(Map.of("COLUMNS", "99999999999"), ""));
    assertEquals(new TerminalSize(24, 80), of(Map.of("COLUMNS", "", "LINES", "0"), "x"));
  }

  @Test
  void thereIsAlwaysSomeRoom() {
    assertEquals(new TerminalSize(2, 20), of(Map.of(), "1 1\n"));
    assertEquals(new TerminalSize(1000, 1000), of(Map.of(), "99999 99999\n"));
  }
}
