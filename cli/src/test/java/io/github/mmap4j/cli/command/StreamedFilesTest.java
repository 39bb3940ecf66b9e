package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the commands on what can be read, but not mapped. */
class StreamedFilesTest {
  private static final Path VERSION = Path.of("/proc/version");

  @TempDir Path folder;

  /** A stream that returns fewer bytes than asked for, as a pipe does. */
  private static InputStream inPieces(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int from, int count) {
        return super.read(target, from, Math.min(count, 1 + random.nextInt(5000)));
      }
    };
  }

  @Test
  void findAndCountPrintTheSameForStandardInputAsForAFile() throws IOException {
    long seed = System.nanoTime();
    System.out.println("StreamedFilesTest: seed " + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("f");
    for (int i = 0; i < 30; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300_000)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) ("ab".charAt(random.nextInt(40) == 0 ? 1 : 0));
      }
      Files.write(file, bytes);
      String text =
          new String(bytes, bytes.length / 2, Math.min(1 + i, bytes.length / 2 + 1), ISO_8859_1);
      for (String command : new String[] {"find", "count"}) {
        Result expected = Result.of(command, text, file);
        Result result = Result.reading(inPieces(bytes, random), command, text, "-");
        assertArrayEquals(expected.out(), result.out(), () -> "seed " + seed);
        assertEquals(expected.status(), result.status());
      }
    }
  }

  @Test
  void sliceCopiesAPartOfStandardInput() {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    assertArrayEquals(
        Arrays.copyOfRange(bytes, 1_048_570, 2_500_000),
        Result.reading(bytes, "slice", "-", 1_048_570, 2_500_000).out());
    assertArrayEquals(bytes, Result.reading(bytes, "slice", "-", "").out());
    assertEquals(0, Result.reading(bytes, "slice", "-", 3_000_000).out().length);
    assertEquals(0, Result.reading(bytes, "slice", "-", 5, 5).out().length);
    Result.reading(bytes, "slice", "-", -5)
        .failed("-: has no length, so no offset can count from its end");
  }

  @Test
  void filesWithoutASizeAreRead() throws IOException {
    assumeTrue(Files.isReadable(VERSION), "no /proc");
    byte[] expected = Files.readAllBytes(VERSION);
    assertArrayEquals(expected, Result.of("slice", VERSION, 0).out());
    Result.of("find", "Linux", VERSION).printed(0, "0\n");
    assertTrue(Result.of("count", "Linux", VERSION).text().startsWith("1"));
    Result.of("find", "x", "/dev/null").printed(1, "");
    assertArrayEquals(new byte[10], Result.of("slice", "/dev/zero", 5, 15).out());
  }

  @Test
  void aFolderIsRefused() {
    Result.of("find", "x", folder).failed(folder + ": is a directory");
    Result.of("slice", folder, 0).failed(folder + ": is a directory");
  }
}
