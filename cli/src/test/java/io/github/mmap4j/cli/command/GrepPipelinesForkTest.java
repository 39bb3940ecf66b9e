package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the shell that people type from habit print what they print with GNU grep. */
class GrepPipelinesForkTest {
  /** A function of the shell, called grep, that runs our command. */
  private static final String OURS =
      "grep() { "
          + Fork.command(List.of("-XX:TieredStopAtLevel=1"), "grep").stream()
              .map(word -> "'" + word.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "))
          + " \"$@\"; }; ";

  private static final String CONF = "# comment\n\nport 80\n\n#port 81\nhost\tport\n";

  @TempDir Path folder;

  private Tool.Answer shell(String line) throws IOException {
    return Tool.BASH.ask(folder, "-c", line);
  }

  private void compare(String line) throws IOException {
    Files.writeString(folder.resolve("conf"), CONF);
    Tool.Answer answer = shell(OURS + line);
    Files.writeString(folder.resolve("conf"), CONF);
    assertEquals(shell("command -v grep >/dev/null || exit 9; " + line), answer, line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf 'root 1 java\\nroot 2 sh\\n' | grep java",
        "grep -v '^#' conf | grep -v '^$'",
        "grep -rl NOTE . | LC_ALL=C sort | xargs wc -l",
        "grep -lZ NOTE a.c b.h | xargs -0 wc -c",
        "gzip -c conf | zcat | grep -c port",
        "grep -qs port conf missing && echo y",
        "grep -nT port <conf; grep -bT port <conf; cat conf | grep -nbT port",
        "grep -c '' conf; wc -l <conf",
        "head -c 20000000 /dev/zero | tr '\\0' a | grep -c b",
        "{ head -c 20000000 /dev/zero | tr '\\0' a; printf 'x\\ny\\n'; } | grep -nB1 y | tail -c 9",
        "grep port conf >>conf; echo $?; grep -c port conf >>conf; echo $?; grep -m1 port conf >>conf",
        "grep port <conf >>conf; echo $?; grep -c t <conf >>conf; echo $?; grep -m1 t - <conf >>conf",
        "grep -v zz - a.c <conf >>conf; echo $?; cat conf | grep port >>conf"
      })
  void lineOfTheShellDoesTheSame(String line) throws IOException {
    Files.writeString(folder.resolve("a.c"), "int x; // NOTE\n");
    Files.writeString(folder.resolve("b.h"), "NOTE\nNOTE\n");
    if (line.contains(">>conf")) {
      String noErrors = "{ " + line + "; } 2>/dev/null; echo $?; cat conf";
      compare(noErrors);
    } else {
      compare(line);
    }
  }

  @Test
  void aGrowingFileIsFollowed() throws IOException {
    Files.writeString(folder.resolve("log"), "first a\n");
    // The pipe lets the shell wait for each line, so the time that grep takes does not matter.
    String line =
        "mkfifo out; sh -c 'echo $$ >pid; exec tail -n +1 -f log'"
            + " | grep --line-buffered a >out & exec 3<out;"
            + " read -r -t 300 one <&3; echo second a >>log; read -r -t 300 two <&3;"
            + " kill $(cat pid); printf '%s\\n' \"$one\" \"$two\"";
    Tool.Answer answer = shell(OURS + line);
    assertEquals("first a\nsecond a\n", answer.out(), answer.err());
    assertTrue(answer.err().isEmpty(), answer.err());
  }
}
