package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, with a real terminal made by Python, and with pipes. */
class ProgressTerminalTest {
  /** Runs its arguments with a terminal for all three streams, and prints what that has got. */
  private static final String TERMINAL =
      """
      import os, pty, sys
      child, terminal = pty.fork()
      if child == 0:
          os.execv(sys.argv[1], sys.argv[1:])
      shown = b''
      while True:
          try:
              some = os.read(terminal, 1 << 16)
          except OSError:  # Linux: the other end is closed
              break
          if not some:
              break
          shown += some
      sys.stdout.buffer.write(shown)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """;

  private static final String ERASE = "\r\033[K";
  private static final Pattern LINE =
      Pattern.compile("\r\033\\[K\\d+ %, [\\d.]+ [MG]B/s, \\d+ s left");

  /** What a backtracking engine needs long for: some seconds for the file. */
  private static final String SLOW = "a*a*a*[bc]";

  private static final int LINES = 7_500;

  @TempDir Path folder;

  private String[] command() throws IOException {
    Path file =
        Files.writeString(folder.resolve("slow"), ("a".repeat(40) + "\n").repeat(LINES) + "ab\n");
    return new String[] {
      ProcessHandle.current().info().command().orElseThrow(),
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      System.getProperty("java.class.path"),
      "io.github.mmap4j.cli.Main",
      "grep",
      SLOW,
      file.toString()
    };
  }

  private Tool.Answer onTerminal() throws IOException {
    List<String> all = new ArrayList<>(List.of("-c", TERMINAL));
    all.addAll(List.of(command()));
    return Tool.PYTHON.ask(folder, all.toArray(new String[0]));
  }

  @Test
  void longWorkTellsShareSpeedAndTimeLeft() throws IOException {
    Tool.Answer answer = onTerminal();
    assertEquals(0, answer.status(), answer.err());
    long drawn = LINE.matcher(answer.out()).results().count();
    assertTrue(drawn > 0, answer.out());
    // The line is gone before the answer is printed where it stood.
    String rest = LINE.matcher(answer.out()).replaceAll("");
    assertEquals(ERASE + "ab\r\n", rest.substring(rest.indexOf(ERASE)));
  }

  @Test
  void aPipeGetsNothingButTheAnswer() throws Exception {
    Path err = folder.resolve("err");
    Process process = new ProcessBuilder(command()).redirectError(err.toFile()).start();
    assertEquals("ab\n", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
    assertFalse(Files.readString(err).contains("left"), Files.readString(err));
  }
}
