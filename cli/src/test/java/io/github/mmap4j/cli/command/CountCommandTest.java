package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountCommandTest {
  @TempDir Path folder;
  private Path file;
  private Path empty;

  @BeforeEach
  void files() throws IOException {
    file = Files.writeString(folder.resolve("f"), "aaaa b\naaa");
    empty = Files.createFile(folder.resolve("empty"));
  }

  @Test
  void occurrencesAreCountedWithoutOverlaps() {
    Result.of("count", "aa", file).printed(0, "3\n");
  }

  @Test
  void absentTextGivesStatusOne() {
    Result.of("count", "x", file).printed(1, "0\n");
  }

  @Test
  void severalFilesAreNamed() {
    Result.of("count", "b", file, empty).printed(0, file + ":1\n" + empty + ":0\n");
  }

  @Test
  void oneBadFileFailsAfterTheOthersAreCounted() {
    Result result = Result.of("count", "b", folder, file);
    assertEquals(file + ":1\n", result.text());
    assertEquals(2, result.status());
  }
}
