package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FollowCommandTest {
  @TempDir Path folder;

  @Test
  void presentLinesArePrintedOnlyIfAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "one\ntwo\nrest");
    Result.of("follow", "--idle", "0", "--all", file).printed(0, "one\ntwo\n");
    Result.of("follow", "--idle", "0", file).printed(0, "");
  }

  @Test
  void theFileNeedNotExist() {
    Result.of("follow", "--idle", "0", folder.resolve("f")).printed(0, "");
  }

  @Test
  void aFolderIsRefused() {
    Result.of("follow", "--idle", "0", folder).failedSaying(folder + ": ");
  }

  @Test
  void laterLinesAndEventsArePrintedUntilTheCommandIsInterrupted() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "one\n");
    Process process = new ProcessBuilder(Fork.command(List.of(), "follow", "-a", file)).start();
    try (BufferedReader lines = process.inputReader(UTF_8);
        BufferedReader notes = process.errorReader(UTF_8)) {
      assertEquals("one", lines.readLine());
      Files.writeString(file, "two\n", StandardOpenOption.APPEND);
      assertEquals("two", lines.readLine());
      Files.writeString(file, "3\n");
      assertEquals("3", lines.readLine());
      assertEquals(
          "mmap: " + file + ": was truncated; reading it from its start", notes.readLine());
      Files.move(file, folder.resolve("old"));
      Files.writeString(file, "four\n");
      assertEquals("four", lines.readLine());
      process.toHandle().destroy();
      assertEquals(143, process.waitFor());
    }
  }
}
