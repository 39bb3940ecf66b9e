package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in a process of its own, on a real terminal. */
class ResidencyTerminalTest {
  private static final String PLAIN = "env -u COLUMNS -u LINES -u NO_COLOR TERM=xterm ";
  private static final String FULL = "\033[48;5;236m\033[38;5;99m%s\033[0m";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void onePage() throws IOException {
    file = Files.write(folder.resolve("f"), new byte[1]);
  }

  /** Runs it under a shell that has executed {@code first}, in an empty environment. */
  private static Terminal after(String first) {
    return new Terminal().under("sh", "-c", first + "exec " + PLAIN + "\"$@\"", "sh");
  }

  private static Terminal with(String setting) {
    return new Terminal().under((PLAIN + setting).split(" "));
  }

  private static String text(Tool.Answer answer) {
    return Terminal.withoutProgress(new String(answer.out().getBytes(ISO_8859_1), UTF_8));
  }

  private void showsBar(Terminal terminal, String bar) throws IOException {
    Tool.Answer answer = terminal.run(folder, "residency", file);
    String numbers = file + ": 1 of 1 pages, 1 B of 1 B, 100.0 %\r\n";
    assertEquals(numbers + "▕" + bar + "▏\r\n", text(answer));
    assertEquals(0, answer.status());
  }

  @Test
  void theBarIsColouredAndFillsTheTerminal() throws IOException {
    showsBar(after("stty rows 10 cols 60; "), FULL.formatted("█".repeat(58)));
  }

  @Test
  void aTerminalWithoutASizeHasTheUsualOne() throws IOException {
    showsBar(with("A=b"), FULL.formatted("█".repeat(78)));
  }

  @Test
  void columnsAreObeyed() throws IOException {
    showsBar(with("COLUMNS=50"), FULL.formatted("█".repeat(48)));
  }

  @Test
  void noColorIsObeyed() throws IOException {
    showsBar(with("COLUMNS=50 NO_COLOR=1"), "█".repeat(48));
  }

  @Test
  void aDumbTerminalGetsNoEscapes() throws IOException {
    showsBar(with("TERM=dumb"), "█".repeat(78));
  }

  @Test
  void watchingRedrawsUntilCtrlC() throws IOException {
    Tool.Answer answer =
        with("NO_COLOR=1")
            .on("1 of 1 pages(.|\n)*\033\\[2A\033\\[K(.|\n)*1 of 1 pages(.|\n)*\033\\[J", "")
            .on("\033\\[2A", Terminal.CTRL_C)
            .run(folder, "residency", "--watch", "0.1", file);
    assertEquals(130, answer.status(), text(answer));
  }

  @Test
  void ifAFileVanishesTheErrorIsBelowTheLastFrame() throws IOException {
    // The file vanishes once the second frame is drawn, however long that takes.
    Tool.Answer answer =
        after("stty -echo; (read line </dev/tty; rm " + file + ") & ")
            .on("\033\\[2A", "\n")
            .run(folder, "residency", "--watch", "0.1", file);
    assertEquals(2, answer.status(), text(answer));
    assertTrue(
        text(answer).endsWith("▏\r\n\033[Jmmap: " + file + ": no such file\r\n"), text(answer));
  }

  @Test
  void watchedFilesFitOnTheScreen() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.createFile(folder.resolve("n".repeat(100) + i));
    }
    Tool.Answer answer =
        after("stty rows 8 cols 60; ")
            .on("\033\\[7A(.|\n)*\033\\[J", Terminal.CTRL_C)
            .run(folder, "residency", "--watch", "0.1", folder);
    String drawn = text(answer);
    assertEquals(130, answer.status(), drawn);
    String first = drawn.substring(0, drawn.indexOf("\033[J")).replaceAll("\033\\[[\\d;]*[Km]", "");
    assertEquals(7, first.lines().count(), first);
    assertTrue(first.lines().allMatch(line -> line.length() <= 60), first);
    assertTrue(first.contains("... 37 lines more\r\n21 files: "), first);
  }

  @Test
  void jsonIsNotRedrawn() throws IOException {
    Tool.Answer answer =
        with("A=b")
            .on("\\}\r\n\\{", Terminal.CTRL_C)
            .run(folder, "residency", "--json", "--watch", "0.1", file);
    assertEquals(130, answer.status(), text(answer));
    assertFalse(text(answer).contains("\033"), text(answer));
  }
}
