package io.github.mmap4j.cli.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies that do not finish, in a process of their own. */
@Timeout(300)
class CopyForkTest {
  private static final long GIB = 1 << 30;

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void files() throws IOException {
    from = folder.resolve("from");
    to = Files.writeString(folder.resolve("to"), "old");
  }

  /** Makes a file that takes long to copy but little disk space: mostly holes, but short ones. */
  private void makeLong() throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(from.toFile(), "rw")) {
      for (long at = 0; at < 16 * GIB; at += 1 << 20) {
        opened.seek(at);
        opened.write(1);
      }
      opened.setLength(16 * GIB);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertNothingHasChanged() throws IOException {
    assertEquals("old", Files.readString(to));
    assertEquals(List.of("from", "to"), names());
  }

  private Process startCopying() throws Exception {
    Process process =
        new ProcessBuilder(Fork.command(List.of(), "copy", "--force", from, to)).start();
    while (names().size() < 3) {
      assertTrue(process.isAlive(), "it has ended");
      Thread.sleep(1);
    }
    return process;
  }

  @Test
  void progressIsShownAndCtrlCLeavesNothing() throws IOException {
    makeLong();
    Tool.Answer answer =
        new Terminal()
            .on(Terminal.PROGRESS, Terminal.CTRL_C)
            .run(folder, "copy", "--force", from, to);
    assertEquals(130, answer.status(), answer.out());
    assertTrue(answer.out().endsWith("\r\033[K"), answer.out());
    assertNothingHasChanged();
    Files.delete(from); // also frees its cached pages
  }

  @Test
  void aTerminationSignalLeavesNothing() throws Exception {
    makeLong();
    Process process = startCopying();
    process.toHandle().destroy(); // keeps its streams open
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(143, process.waitFor());
    assertEquals("", err);
    assertNothingHasChanged();
    Files.delete(from);
  }

  @Test
  void aSourceThatShrinksMeanwhileFailsOnOneLine() throws Exception {
    makeLong();
    Process process = startCopying();
    Files.write(from, new byte[1]);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(2, process.waitFor(), err);
    assertTrue(err.startsWith("mmap: " + from + ": ") && err.contains("truncated"), err);
    assertEquals(1, err.lines().count(), err);
    assertNothingHasChanged();
  }

  @Test
  void aFullDiskFailsOnOneLineAndLeavesNothing() throws Exception {
    byte[] bytes = new byte[2 << 20];
    new Random(1).nextBytes(bytes);
    Files.write(from, bytes);
    Path small = Files.createDirectory(folder.resolve("small"));
    String mount = "mount -t tmpfs -o size=1m none \"$0\"";
    List<String> own = List.of("unshare", "-m", "sh", "-c");
    List<String> command = new ArrayList<>(own);
    command.addAll(List.of(mount, small.toString()));
    assumeTrue(runs(command), "needs the right to mount a disk of its own");
    command = new ArrayList<>(own);
    command.addAll(List.of(mount + " && \"$@\"; echo $?; ls -A \"$0\"", small.toString()));
    to = small.resolve("to");
    command.addAll(Fork.command(List.of(), "copy", from, to));
    Process process = new ProcessBuilder(command).start();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals("mmap: " + to + ": No space left on device\n", err);
    assertEquals("2\n", new String(process.getInputStream().readAllBytes(), UTF_8));
  }

  private static boolean runs(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Test
  void syncWaitsForTheBytesBeforeTheNameAndThenForTheName() throws IOException {
    Files.writeString(from, "content");
    List<String> command =
        new ArrayList<>(List.of("-f", "-qq", "-o", "trace", "-e", "trace=fsync,rename"));
    command.addAll(Fork.command(List.of(), "copy", "--sync", "--force", from, to));
    Tool.Answer answer = Tool.STRACE.ask(folder, command.toArray(new String[0]));
    assumeTrue(answer.status() == 0, () -> "strace can't trace here: " + answer.err());
    List<String> calls =
        Files.readAllLines(folder.resolve("trace")).stream()
            .map(line -> line.replaceFirst("^\\d+ +", "").replaceFirst("\\(.*", ""))
            .filter(call -> call.equals("fsync") || call.equals("rename"))
            .toList();
    assertEquals(List.of("fsync", "rename", "fsync"), calls);
    assertEquals("content", Files.readString(to));
  }
}
