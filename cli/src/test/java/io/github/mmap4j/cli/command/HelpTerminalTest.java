package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints the help in a process of its own, on a real terminal. */
class HelpTerminalTest {
  @TempDir Path folder;

  private int longestLine(int columns) throws Exception {
    String environment = "env -u NO_COLOR TERM=xterm LINES=24 COLUMNS=" + columns;
    Tool.Answer answer = new Terminal().under(environment.split(" ")).run(folder, "grep", "--help");
    assertEquals(0, answer.status(), answer.out());
    return answer
        .out()
        .replaceAll("\033[^m]*m", "")
        .lines()
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  @Test
  void linesFitANarrowTerminal() throws Exception {
    int longest = longestLine(60);
    assertTrue(longest > 50 && longest <= 60, () -> longest + " columns");
  }

  @Test
  void linesOfAWideTerminalStayReadable() throws Exception {
    int longest = longestLine(200);
    assertTrue(longest > 80 && longest <= 100, () -> longest + " columns");
  }

  @Test
  void linesInAPipeHaveTheUsualLength() {
    String help = new String(Result.of("grep", "--help").out(), UTF_8);
    int longest = help.lines().mapToInt(String::length).max().orElse(0);
    assertTrue(longest > 70 && longest <= 80, () -> longest + " columns");
  }
}
