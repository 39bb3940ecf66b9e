package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchCommandTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("f"), "0123456789");
  }

  @Test
  void textReplacesThatManyBytes() throws IOException {
    Result.of("patch", file, "2", "--text", "é").printed(0, "");
    assertEquals("01é456789", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4a4B", "4a 4B", "0x4a4B", "0X4a 0x4B", " 4a\t\n4B ", "0x4a 4B"})
  void hexReplacesThatManyBytes(String hex) throws IOException {
    Result.of("patch", file, "8", "--hex", hex).printed(0, "");
    assertEquals("01234567JK", Files.readString(file));
  }

  @Test
  void negativeOffsetCountsFromTheEnd() throws IOException {
    Result.of("patch", file, "-10", "--text", "-5").printed(0, "");
    assertEquals("-523456789", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "10", "-1", "-11", "9223372036854775807", "-9223372036854775808"})
  void bytesOutsideTheFileAreRefused(String offset) throws IOException {
    Result.of("patch", file, offset, "--text", "xy")
        .failed(file + ": 2 bytes at offset " + offset + " are not within its 10 bytes");
    assertEquals("0123456789", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "zz", "4 1", "0x", "0x4", "410x41", "0x 41"})
  void hexMustBePairsOfDigits(String hex) {
    Result.of("patch", file, "0", "--hex", hex)
        .failed("--hex is not pairs of hexadecimal digits: '" + hex + "'");
  }

  @Test
  void anEmptyPatchIsRefused() {
    Result.of("patch", file, "0", "--text", "").failed("--text is empty");
    Result.of("patch", file, "0", "--hex", "").failed("--hex is empty");
  }

  @Test
  void textOrHexIsRequired() {
    Result.of("patch", file, "0").failedSaying("--text=T | --hex=H");
    Result.of("patch", file, "0", "--text", "a", "--hex", "41").failedSaying("mutually exclusive");
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    Files.write(file, new byte[0]);
    Result.of("patch", file, "0", "--text", "a")
        .failed(file + ": is empty; it has no byte to write over");
  }
}
