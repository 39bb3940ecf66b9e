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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in a process of its own, on a real terminal. */
class BenchTerminalTest {
  private static final String PROGRESS = "\r\033\\[K\\[#*-*\\] \\d+ %, \\d+ s left";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void lines() throws IOException {
    file = Files.writeString(folder.resolve("f"), "some line of text\n".repeat(100_000));
  }

  private static Terminal with(String setting) {
    return new Terminal()
        .under(("env -u COLUMNS -u LINES -u NO_COLOR TERM=xterm " + setting).split(" "));
  }

  private static String text(Tool.Answer answer) {
    assertEquals(0, answer.status(), answer.out());
    return new String(answer.out().getBytes(ISO_8859_1), UTF_8);
  }

  /** Returns the lines that stay on the screen. */
  private static List<String> lines(String text) {
    return text.replaceAll("(\r\033\\[K[^\r\n]*)+\r\033\\[K", "").lines().toList();
  }

  @Test
  void barsAreColouredAndFillTheTerminal() throws IOException {
    String text = text(with("COLUMNS=60").run(folder, "bench", "--seconds", "0.1", file));
    List<String> lines = lines(text);
    List<String> bars = lines.subList(lines.size() - 4, lines.size());
    assertTrue(bars.get(0).matches("read  \033\\[38;5;245m.*\033\\[0m [\\d.]+"), text);
    assertTrue(bars.get(1).matches("find  \033\\[38;5;33m.*\033\\[0m [\\d.]+"), text);
    int longest =
        bars.stream().mapToInt(line -> line.replaceAll("\033[^m]*m", "").length()).max().orElse(0);
    assertTrue(longest > 50 && longest <= 60, text);
  }

  @Test
  void noColorIsObeyedAndNarrowTerminalsShowFewerColumns() throws IOException {
    String text =
        text(with("COLUMNS=25 NO_COLOR=1").run(folder, "bench", "--seconds", "0.1", file));
    assertFalse(text.contains("\033[3"), text);
    assertTrue(text.contains("           GB/s  of read\r\n"), text);
    List<String> table = lines(text).stream().dropWhile(line -> !line.isEmpty()).toList();
    assertEquals(11, table.size(), text);
    assertTrue(table.stream().allMatch(line -> line.length() <= 25), text);
  }

  @Test
  void progressIsShownAndErasedAtTheEnd() throws IOException {
    String text = text(with("A=b").on(PROGRESS, "").run(folder, "bench", "--seconds", "3", file));
    assertTrue(text.matches("(?s).*" + PROGRESS + ".*\r\033\\[K[^\r]*/f: .*"), text);
    assertTrue(text.endsWith("\r\n") && !lines(text).toString().contains("left"), text);
  }

  @Test
  void ctrlCErasesTheLine() throws IOException {
    Tool.Answer answer =
        new Terminal().on(PROGRESS, Terminal.CTRL_C).run(folder, "bench", "--seconds", "60", file);
    assertEquals(130, answer.status(), answer.out());
    assertTrue(answer.out().endsWith("\r\033[K"), answer.out());
  }
}
