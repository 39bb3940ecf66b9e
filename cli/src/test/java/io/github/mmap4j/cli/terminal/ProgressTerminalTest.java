package io.github.mmap4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in a process of its own, on a real terminal and with pipes. */
class ProgressTerminalTest {
  private static final String ERASE = "\r\033[K";
  private static final String SHOWN = Terminal.PROGRESS;
  private static final Pattern LINE = Pattern.compile(SHOWN);

  /** A pattern that takes a backtracking engine some seconds for these lines. */
  private static final String SLOW = "a*a*a*[bc]";

  private static final String PLAIN = "--color=never";

  private static final String SLOW_LINES = ("a".repeat(40) + "\n").repeat(7_500);

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("slow"), text);
  }

  @Test
  void longWorkShowsPercentSpeedAndTimeLeft() throws IOException {
    Tool.Answer answer = new Terminal().run(folder, "grep", PLAIN, SLOW, file(SLOW_LINES + "ab\n"));
    assertEquals(0, answer.status(), answer.err());
    long drawn = LINE.matcher(answer.out()).results().count();
    assertTrue(drawn > 0, answer.out());
    // The progress line is erased before the answer is printed in its place.
    String rest = LINE.matcher(answer.out()).replaceAll("");
    assertEquals(ERASE + "ab\r\n", rest.substring(rest.indexOf(ERASE)));
  }

  @Test
  void interruptedWorkErasesTheLine() throws IOException {
    Path file = file(SLOW_LINES.repeat(10));
    Tool.Answer answer = new Terminal().on(SHOWN, Terminal.CTRL_C).run(folder, "grep", SLOW, file);
    assertEquals(130, answer.status(), answer.err());
    assertTrue(answer.out().endsWith(ERASE), answer.out());
  }

  @Test
  void resultsAppearDuringTheWorkAndTheLineReturnsAfterThem() throws IOException {
    Path file = file(SLOW_LINES + "ab\n" + SLOW_LINES.repeat(10));
    Tool.Answer answer =
        new Terminal()
            .on(SHOWN + "(.|\n)*\r\033\\[Kab\r\n", "")
            .on(SHOWN, Terminal.CTRL_C)
            .run(folder, "grep", PLAIN, SLOW, file);
    assertEquals(130, answer.status(), answer.out());
  }

  @Test
  void aPipeGetsOnlyTheAnswer() throws Exception {
    Path err = folder.resolve("err");
    List<String> command = Fork.command(List.of(), "grep", SLOW, file(SLOW_LINES + "ab\n"));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    assertEquals("ab\n", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
    assertFalse(Files.readString(err).contains("left"), Files.readString(err));
  }
}
