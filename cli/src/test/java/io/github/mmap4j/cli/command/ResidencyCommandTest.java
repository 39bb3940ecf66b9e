package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.picture.PngWriterTest;
import io.github.mmap4j.cli.residency.FileResidency;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidencyCommandTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final String EMPTY = "▕" + " ".repeat(78) + "▏\n";
  private static final String FULL = "▕" + "█".repeat(78) + "▏\n";

  @TempDir Path folder;

  private Path written(String name, int length) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[length]);
  }

  private static String onePage(Object name, int length) {
    return "%s: 1 of 1 pages, %d B of %d B, 100.0 %%\n%s".formatted(name, length, length, FULL);
  }

  @Test
  void numbersAndABarAreShown() throws IOException {
    Path file = PartlyLoaded.file(folder.resolve("f"), 4L * PAGE - 100, PartlyLoaded.range(2, 4));
    String numbers =
        "%s: 2 of 4 pages, %s of %s, 50.0 %%\n"
            .formatted(file, Units.about(2L * PAGE - 100), Units.about(4L * PAGE - 100));
    String bar = "▕" + " ".repeat(39) + "█".repeat(39) + "▏\n";
    Result.of("residency", file).printed(0, numbers + bar);
  }

  @Test
  void anEmptyFileHasNoPages() throws IOException {
    Path file = written("f", 0);
    Result.of("residency", file).printed(0, file + ": 0 of 0 pages, 0 B of 0 B, -\n" + EMPTY);
  }

  @Test
  void severalFilesHaveATotal() throws IOException {
    Path one = written("a b", 10);
    Path other = written("c", 20);
    Result.of("residency", one, other)
        .printed(
            0,
            onePage(one, 10)
                + onePage(other, 20)
                + "2 files: 2 of 2 pages, 30 B of 30 B, 100.0 %\n");
  }

  @Test
  void aFolderIsWalkedInOrderWithoutFollowingLinks() throws IOException {
    Path b = written("d/b", 2);
    Path a = written("d/a/z", 1);
    Path other = written("other", 9);
    Files.createSymbolicLink(folder.resolve("d/link"), other);
    Files.createSymbolicLink(folder.resolve("d/up"), folder);
    Result result = Result.of("residency", folder.resolve("d"));
    assertTrue(
        result.text().startsWith(onePage(a, 1) + onePage(b, 2) + "2 files: "), result.text());
    assertEquals(0, result.status(), result.err());
    Result.of("residency", folder.resolve("d/link"))
        .printed(0, onePage(folder.resolve("d/link"), 9));
  }

  @Test
  void aFolderNamedByALinkIsWalked() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.write(there.resolve("f"), new byte[1]);
    Path link = Files.createSymbolicLink(folder.resolve("link"), there);
    Result result = Result.of("residency", link);
    assertEquals(0, result.status(), result.err());
    assertTrue(result.text().startsWith(link.resolve("f") + ": 1 of 1 pages"), result.text());
  }

  @Test
  void aNameWithANewlineIsShownOnOneLine() throws IOException {
    Path file = written("a\nb", 1);
    Result.of("residency", file).printed(0, onePage(folder.resolve("a\\nb"), 1));
  }

  @Test
  void aFileThatVanishesFailsAndTheOthersAreShown() throws IOException {
    Path one = written("a", 1);
    Path other = written("b", 1);
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, count);
            try {
              Files.deleteIfExists(other);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    Result result = Result.toTerminal(out, "residency", one, other, written("c", 1));
    assertEquals("mmap: " + other + ": no such file\n", result.err());
    assertEquals(2, result.status());
    assertTrue(out.toString(UTF_8).contains("2 files: "), out.toString(UTF_8));
  }

  @Test
  void aFileWithTwoNamesCountsOnce() throws IOException {
    Path file = written("a", 1);
    Files.createLink(folder.resolve("b"), file);
    Result.of("residency", file, folder, file).printed(0, onePage(file, 1));
  }

  @Test
  void aFileThatShrinksWhileMappedIsNoFault() throws Exception {
    Path file = written("f", 10 * PAGE);
    FileResidency measured;
    try (Mmap m = Mmap.open(file)) {
      Files.write(file, new byte[PAGE]);
      measured = new FileResidency(file, Optional.of(m.residency()));
    }
    assertEquals(1, measured.fraction().residentPages());
    assertEquals(10, measured.fraction().pages());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is about POSIX's rights of files")
  void unreadableFilesFailOnOneLine() throws Exception {
    Path file = written("d/f", 1);
    Path closed = Files.createDirectories(folder.resolve("d/closed"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Result result = Rights.run("residency", folder.resolve("d"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertTrue(result.err().startsWith("mmap: " + closed + ": permission denied\n"), result.err());
    assertTrue(result.err().contains("mmap: " + file + ": permission denied\n"), result.err());
    assertEquals(2, result.err().lines().count());
    assertEquals(2, result.status());
    assertEquals("", result.text());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is about POSIX's rights of files")
  void filesTheSystemDoesNotReportAreRefused() throws Exception {
    Path file = written("f", 1);
    Rights.hideResidency(file);
    Rights.run("residency", file)
        .failed(
            file
                + ": belongs to another user and is not writable, so the system does not report"
                + " what of it is in memory");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aTebibyteTakesOnlySecondsAndLittleMemory() throws Exception {
    Path file = folder.resolve("f");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    Path png = folder.resolve("png");
    List<String> command =
        Fork.command(List.of("-Xmx32m"), "residency", file, "--png", png, "--json");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String err = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), err);
    assertTrue(err.contains("\"residentPages\":0,\"bytes\":1099511627776,"), err);
    PngWriterTest.decoded(Files.readAllBytes(png));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--png", "--svg"})
  void aPictureIsWrittenBesideTheNumbers(String option) throws IOException {
    Path file = written("f", 1);
    Path out = written("out", 100);
    Result.of("residency", file, option, out).printed(0, onePage(file, 1));
    String begins = new String(Files.readAllBytes(out), UTF_8).substring(0, 4);
    assertEquals(option.equals("--png") ? "\uFFFDPNG" : "<svg", begins);
  }

  @Test
  void anUnwritablePictureFailsBeforeTheWork() throws IOException {
    Path file = written("f", 1);
    Path out = folder.resolve("no/out.png");
    Result.of("residency", file, "--png", out).failed(out + ": there is no such folder");
    Result.of("residency", file, "--svg", folder)
        .failed(folder + ": is not a regular file, so no picture can replace it");
    Result.of("residency", file, "--svg", "").failed(": no file has an empty name");
  }

  @Test
  void aPictureDoesNotReplaceAFileThatItShows() throws IOException {
    Path file = written("f", 1);
    Path link = Files.createLink(folder.resolve("link"), file);
    Result.of("residency", file, "--png", link)
        .failed(link + ": is one of the files shown, so no picture can replace it");
    assertArrayEquals(new byte[1], Files.readAllBytes(file));
  }

  @Test
  void ifNoFileCanBeReadThereIsNoPicture() {
    Path out = folder.resolve("out");
    Path missing = folder.resolve("missing");
    Result.of("residency", missing, "--png", out).failed(missing + ": no such file");
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.09", "86401", "1e3", "1.2.3"})
  void secondsOutOfBoundsAreRefused(String seconds) throws IOException {
    Path file = written("f", 1);
    Result result = Result.of("residency", "--watch=" + seconds, file);
    assertEquals(2, result.status());
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void watchingWritesNoPicture() throws IOException {
    Result.of("residency", "--watch", written("f", 1), "--png", folder.resolve("out"))
        .failed("--watch writes no picture");
  }

  /** Returns a pipe whose reader leaves after some writes. */
  private static OutputStream closedAfter(int writes, ByteArrayOutputStream read) {
    return new OutputStream() {
      private int left = writes;

      @Override
      public void write(int b) {
        throw new AssertionError("one byte");
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > 0 && left-- == 0) {
          throw new IOException("Broken pipe");
        }
        read.write(bytes, from, count);
      }
    };
  }

  @Test
  void withoutATerminalEachResultFollowsTheOneBefore() throws IOException {
    Path file = written("f", 1);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    Result result = Result.to(closedAfter(3, read), "residency", "--watch", "0.1", file);
    assertEquals(141, result.status(), result.err());
    assertEquals(onePage(file, 1).repeat(3), read.toString(UTF_8));
  }

  @Test
  void afterWatchAnythingButANumberIsAFile() throws IOException {
    Path file = written("f", 1);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    Result result = Result.to(closedAfter(2, read), "residency", "--json", "--watch", file);
    assertEquals(141, result.status(), result.err());
    List<String> lines = read.toString(UTF_8).lines().toList();
    assertEquals(4, lines.size());
    assertEquals(lines.subList(0, 2), lines.subList(2, 4));
  }

  @Test
  void watchingEndsWhenAFileFails() {
    Path missing = folder.resolve("missing");
    Result.of("residency", "--watch", missing).failed(missing + ": no such file");
  }
}
