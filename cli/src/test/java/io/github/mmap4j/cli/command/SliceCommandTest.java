package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceCommandTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("f"), "0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 012",
    "-3, -1, 78",
    "'', 2, 01",
    "8, '', 89",
    "-99999999999999999999, 1, 0",
    "9, 99999999999999999999, 9",
    "5, 5, ''",
    "7, 2, ''",
    "20, 30, ''",
    "-30, -20, ''"
  })
  void boundsAreThoseOfPython(String start, String stop, String expected) {
    Result.of("slice", file, start, stop).printed(0, expected);
  }

  @Test
  void stopMayBeOmitted() {
    Result.of("slice", file, "-2").printed(0, "89");
  }

  @Test
  void emptyFileHasEmptySlices() throws IOException {
    Files.write(file, new byte[0]);
    Result.of("slice", file, "0", "5").printed(0, "");
  }

  @Test
  void startMustBeAWholeNumber() {
    Result.of("slice", file, "1.5", "3").failed("START is not a whole number: '1.5'");
  }

  @Test
  void bytesAreUnchangedAcrossChunks() throws IOException {
    byte[] bytes = new byte[3 * MEBIBYTE + 5];
    new Random(1).nextBytes(bytes);
    Files.write(file, bytes);
    assertArrayEquals(bytes, Result.of("slice", file, "0").out());
  }
}
