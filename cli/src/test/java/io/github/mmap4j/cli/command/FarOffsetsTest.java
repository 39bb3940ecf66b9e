package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Works on a sparse file of 6 GiB, past all offsets that fit into 32 bits. */
class FarOffsetsTest {
  private static final long SIZE = 6L << 30;
  private static final long FAR = (5L << 30) + 3;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = folder.resolve("f");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(SIZE);
      opened.seek(FAR);
      opened.write("needle".getBytes(UTF_8));
    }
  }

  @Test
  void sliceReadsThere() {
    Result.of("slice", file, FAR, FAR + 6).printed(0, "needle");
    Result.of("slice", file, FAR - SIZE, FAR - SIZE + 6).printed(0, "needle");
    Result.of("slice", file, FAR, FAR).printed(0, "");
    Result.of("slice", file, SIZE, "").printed(0, "");
    Result.of("slice", file, SIZE + 1, SIZE + 5).printed(0, "");
    Result.of("slice", file, SIZE - 1, SIZE + 5).printed(0, "\0");
  }

  @Test
  void patchWritesThereAndNowhereElse() {
    Result.of("patch", file, FAR + 1, "--text", "OO").printed(0, "");
    Result.of("slice", file, FAR - 1, FAR + 7).printed(0, "\0nOOdle\0");
    Result.of("patch", file, "0x140000003", "--hex", "4e").printed(0, "");
    Result.of("patch", file, FAR - SIZE + 5, "--text", "E").printed(0, "");
    Result.of("slice", file, FAR, FAR + 6).printed(0, "NOOdlE");
    Result.of("patch", file, SIZE - 1, "--text", "!").printed(0, "");
    Result.of("slice", file, -1).printed(0, "!");
  }

  @ParameterizedTest
  @ValueSource(longs = {SIZE, SIZE - 1, -SIZE - 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void aPatchThatDoesNotFitChangesNothing(long offset) throws IOException {
    Result.of("patch", file, offset, "--text", "xy")
        .failed(
            "%s: 2 bytes at offset %d are not within its %d bytes".formatted(file, offset, SIZE));
    assertEquals(SIZE, Files.size(file));
    Result.of("slice", file, -2).printed(0, "\0\0");
  }

  @Test
  void hexdumpPrintsWhatHexdumpPrints() throws IOException {
    for (String[] part :
        new String[][] {{"" + FAR, "6"}, {"" + (SIZE - 1), "5"}, {"" + (FAR - 3), "40"}}) {
      assertArrayEquals(
          Tool.HEXDUMP.run(folder, "-C", "-s", part[0], "-n", part[1], "f"),
          Result.of("hexdump", "-s", part[0], "-n", part[1], file).out());
    }
    Result.of("hexdump", "-s", SIZE, file).printed(0, "180000000\n");
    Result.of("hexdump", "-s", Long.MAX_VALUE, file).printed(0, "180000000\n");
    Result.of("hexdump", "-s", Long.MIN_VALUE, "-n", 1, file)
        .printed(0, "00000000  00                                                |.|\n00000001\n");
    Result.of("hexdump", "-s", FAR, "-n", 0, file).printed(0, "");
  }

  @Test
  void copyKeepsLengthAndHoles() throws IOException {
    Path copy = folder.resolve("copy");
    Result.of("copy", file, copy).printed(0, "");
    assertEquals(SIZE, Files.size(copy));
    Result.of("slice", copy, FAR, FAR + 6).printed(0, "needle");
    String kib = new String(Tool.DU.run(folder, "-k", "copy"), UTF_8).split("\t")[0];
    assertTrue(Integer.parseInt(kib) < 1000, kib);
    Files.write(file, new byte[0]);
    Result.of("copy", "--force", file, copy).printed(0, "");
    assertEquals(0, Files.size(copy));
  }
}
