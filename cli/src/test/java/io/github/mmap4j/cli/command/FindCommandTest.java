package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Truncating;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindCommandTest {
  @TempDir Path folder;
  private Path file;
  private Path empty;

  @BeforeEach
  void files() throws IOException {
    file = Files.writeString(folder.resolve("f"), "aaaa b\nüaaa");
    empty = Files.createFile(folder.resolve("empty"));
  }

  @Test
  void occurrencesDoNotOverlap() {
    Result.of("find", "aa", file).printed(0, "0\n2\n9\n");
  }

  @Test
  void textIsUtf8() {
    Result.of("find", "ü", file).printed(0, "7\n");
  }

  @Test
  void textMayStartLikeAnOptionOrAnArgumentFile() throws IOException {
    Files.writeString(file, "x@f --help");
    Result.of("find", "@f", file).printed(0, "1\n");
    Result.of("find", "--", "--help", file).printed(0, "4\n");
  }

  @Test
  void newlineIsAnOrdinaryByte() {
    Result.of("find", "b\nü", file).printed(0, "5\n");
  }

  @Test
  void absentTextGivesStatusOne() {
    Result.of("find", "x", file).printed(1, "");
  }

  @Test
  void emptyFileHasNoMatch() {
    Result.of("find", "x", empty).printed(1, "");
  }

  @Test
  void emptyTextIsRefused() {
    Result.of("find", "", file).failed("TEXT is empty");
  }

  @Test
  void nonUtf8TextIsRefused() {
    Result.of("find", "\uFFFD", file).failed("TEXT is not UTF-8, and its bytes are not known");
  }

  @Test
  void severalFilesAreNamed() {
    Result.of("find", "b", file, empty, file).printed(0, file + ":5\n" + file + ":5\n");
  }

  @Test
  void oneBadFileFailsAfterTheOthersAreSearched() {
    Result result = Result.of("find", "b", file, folder, file);
    assertEquals(file + ":5\n" + file + ":5\n", result.text());
    assertEquals("mmap: " + folder + ": is a directory\n", result.err());
    assertEquals(2, result.status());
  }

  @Test
  void fileTruncatedDuringTheSearchFailsOnOneLine() throws IOException {
    Files.writeString(file, "aaaa".repeat(1 << 19));
    Result.to(new Truncating(file), "find", "a", file).failedSaying(file + ": byte ");
  }

  @Test
  void moreOffsetsThanTheBufferHoldsArePrinted() throws IOException {
    int count = 100_000;
    Files.writeString(file, "ab".repeat(count));
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < count; i++) {
      expected.append(2 * i).append('\n');
    }
    byte[] out = Result.of("find", "ab", file).out();
    assertEquals(expected.toString(), new String(out, UTF_8));
  }
}
