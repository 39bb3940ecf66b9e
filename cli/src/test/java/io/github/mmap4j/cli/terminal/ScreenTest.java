package io.github.mmap4j.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static Screen terminal(Map<String, String> environment) {
    return new Screen(true, environment, () -> "40 120\n");
  }

  @Test
  void aTerminalHasColourUnlessNoColorIsSet() {
    assertTrue(terminal(Map.of()).hasColour());
    assertTrue(terminal(Map.of("NO_COLOR", "")).hasColour(), "an empty one does not count");
    assertFalse(terminal(Map.of("NO_COLOR", "0")).hasColour());
    assertTrue(terminal(Map.of("NO_COLOR", "1")).canRedraw());
  }

  @Test
  void theTerminalIsAskedForItsSize() {
    assertEquals(new TerminalSize(40, 120), terminal(Map.of()).size());
    assertEquals(new TerminalSize(40, 90), terminal(Map.of("COLUMNS", "90")).size());
  }

  @Test
  void aDumbTerminalGetsNoEscapes() {
    Screen dumb = terminal(Map.of("TERM", "dumb"));
    assertFalse(dumb.hasColour());
    assertFalse(dumb.canRedraw());
  }

  @Test
  void aPipeIsPlainAndHasTheUsualSize() {
    Screen pipe = new Screen(false, Map.of("COLUMNS", "90"), () -> fail("stty was asked"));
    assertFalse(pipe.hasColour());
    assertFalse(pipe.canRedraw());
    assertEquals(new TerminalSize(24, 80), pipe.size());
  }
}
