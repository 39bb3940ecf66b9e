package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code grep} reads whatever can be read, and shows it on a terminal. */
class GrepInputTest {
  @TempDir Path folder;

  private static InputStream inPieces(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1 + random.nextInt(7)));
      }
    };
  }

  @Test
  void piecesOfStandardInputAreSearchedLikeAFile() throws Exception {
    String text = "one\ntwo a\n\nthree\nfour a\nfive\nsix\nseven a\n\n\neight".repeat(20);
    Path file = Files.writeString(folder.resolve("f"), text);
    List<String> all =
        List.of(
            "-n", "-c", "-nb", "-C1", "-nA2", "-nB3", "-ob", "-vn", "-m3 -A9", "-z", "-L", "-q");
    for (String flags : all) {
      Object[] words = ("grep " + flags + " a").split(" ");
      Object[] named = ("grep " + flags + " a " + file).split(" ");
      Result expected = Result.of(named);
      for (int seed = 0; seed < 3; seed++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = inPieces(text.getBytes(UTF_8), new Random(seed));
        Result result = Result.piping(in, out, words);
        assertEquals(expected.text(), out.toString(UTF_8).replace("(standard input)", file + ""));
        assertEquals(expected.status(), result.status(), flags);
      }
    }
  }

  @Test
  void zerosInAnEndlessInputNeedNoMemory() {
    InputStream zeros =
        new InputStream() {
          private long left = 300L << 20;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(0, Result.piping(zeros, out, "grep", "-c", "^$").status());
    assertEquals((300L << 20) + "\n", out.toString(UTF_8));
  }

  @Test
  void aLineIsPrintedBeforeTheNextArrives() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            throw new AssertionError("single bytes are slow");
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            assertEquals(reads > 0 ? "a\n" : "", out.toString(UTF_8));
            bytes[from] = 'a';
            bytes[from + 1] = '\n';
            return reads++ == 0 ? 2 : -1;
          }
        };
    assertEquals(0, Result.piping(in, out, "grep", "--line-buffered", "a").status());
  }

  @Test
  void recursionWithoutFileSearchesTheWorkingDirectory() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("f"), "a\n");
    Process process =
        new ProcessBuilder(Fork.command(List.of(), "grep", "-r", "a"))
            .directory(folder.toFile())
            .start();
    assertEquals("d/f:a\n", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }

  @Test
  void linksInFoldersAreFollowedOnlyIfWanted() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("f"), "a\n");
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("f"));
    Files.createSymbolicLink(folder.resolve("e"), inside);
    Result.of("grep", "-r", "a", inside).printed(1, "");
    Result.of("grep", "-R", "a", inside).printed(0, inside + "/link:a\n");
    Result.of("grep", "-R", "a", folder.resolve("e")).printed(0, folder + "/e/link:a\n");
  }

  @Test
  void aLinkThatLeadsNowhereIsReportedIfLinksAreFollowed() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("d"));
    Path link = Files.createSymbolicLink(inside.resolve("link"), folder.resolve("missing"));
    Result.of("grep", "-R", "a", inside).failed(link + ": no such file");
    Files.createSymbolicLink(inside.resolve("self"), Path.of("self"));
    Result.of("grep", "-R", "--exclude=link", "a", inside).failedSaying("Too many levels");
    Result.of("grep", "-R", "--exclude=link", "--exclude=self", "a", inside).printed(1, "");
    Result.of("grep", "-r", "a", inside).printed(1, "");
  }

  @Test
  void aLinkToAFolderAboveIsNoFailure() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("d"));
    Files.writeString(inside.resolve("f"), "a\n");
    Path up = Files.createSymbolicLink(inside.resolve("up"), folder);
    Result result = Result.of("grep", "-R", "a", folder);
    assertEquals("mmap: " + up + ": warning: recursive directory loop\n", result.err());
    assertEquals(inside + "/f:a\n", result.text());
    assertEquals(0, result.status());
    Result.of("grep", "-Rs", "a", folder).printed(0, inside + "/f:a\n");
    Result.of("grep", "-R", "--exclude-dir=up", "a", folder).printed(0, inside + "/f:a\n");
  }

  @Test
  void anExcludedFolderNeedNotBeReadable() throws Exception {
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Files.writeString(folder.resolve("f"), "a\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Result found = Rights.run("grep", "-r", "--exclude-dir=secret", "a", folder);
    found.printed(0, folder + "/f:a\n");
    Result unreadable = Rights.run("grep", "-r", "a", folder);
    assertEquals("mmap: " + secret + ": permission denied\n", unreadable.err());
    assertEquals(2, unreadable.status());
  }

  @Test
  void anEmptyNameIsNotTheWorkingDirectory() {
    Result.of("grep", "-r", "a", "").failed(": no file has an empty name");
  }

  @Test
  void filesWithoutASizeAreRead() {
    assumeTrue(Files.exists(Path.of("/proc/version")), "no /proc");
    Result.of("grep", "-c", "Linux", "/proc/version").printed(0, "1\n");
  }

  @Test
  void devicesAreRead() {
    assumeTrue(Files.exists(Path.of("/dev/null")), "no /dev/null");
    Result.of("grep", "-c", "a", "/dev/null").printed(1, "0\n");
    Result.of("grep", "-c", "-Dskip", "a", "/dev/null").printed(1, "0\n");
  }

  @Test
  void patternsAreReadFromStandardInput() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "a\nb\nc\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream("c\na\n".getBytes(UTF_8));
    assertEquals(0, Result.piping(in, out, "grep", "-f", "-", file).status());
    assertEquals("a\nc\n", out.toString(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f", "--exclude-from"})
  void aFileOfPatternsThatCannotBeReadIsNamed(String flag) {
    Path missing = folder.resolve("missing");
    Result.of("grep", flag, folder, "a", "x").failed(folder + ": is a directory");
    Result.of("grep", flag, folder + "/", "a", "x").failed(folder + "/: is a directory");
    Result.of("grep", flag, missing, "a", "x").failed(missing + ": no such file");
  }

  @Test
  void matchesAreColouredOnATerminal() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "one two\n");
    String[] colours = {"env", "-u", "NO_COLOR", "TERM=xterm"};
    Tool.Answer shown = new Terminal().under(colours).run(folder, "grep", "-n", "two", file);
    assertTrue(shown.out().contains("one \33[01;31m\33[Ktwo\33[m\33[K"), shown.out());
    String[] plain = {"env", "NO_COLOR=1", "TERM=xterm"};
    shown = new Terminal().under(plain).run(folder, "grep", "-n", "two", file);
    assertEquals("1:one two\r\n", Terminal.withoutProgress(shown.out()));
    Result.of("grep", "-n", "two", file).printed(0, "1:one two\n");
  }
}
