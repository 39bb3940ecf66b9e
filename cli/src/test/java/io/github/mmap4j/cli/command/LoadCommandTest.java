package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final long GIB = 1 << 30;

  @TempDir Path folder;

  @BeforeEach
  void assumeLinux() {
    assumeTrue(Advice.PAGEOUT.isSupported(), "not Linux");
  }

  @Test
  void everythingIsInMemoryAfterwards() throws IOException {
    Path file = PartlyLoaded.file(folder.resolve("f"), 2500L * PAGE, PartlyLoaded.range(0, 1));
    String size = Units.about(2500L * PAGE);
    Result.of("load", file)
        .printed(
            0,
            "%s: 2500 of 2500 pages, %s of %s, 100.0 %% in memory; before 1 page, %s, 0.1 %%\n"
                .formatted(file, size, size, Units.about(PAGE)));
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertEquals(2500, m.residency().residentPages());
    }
  }

  @Test
  void aFolderIsWalkedAndAnEmptyFileSucceeds() throws IOException {
    Path one = Files.write(folder.resolve("a\nb"), new byte[1]);
    Path empty = Files.createFile(folder.resolve("c"));
    Path missing = folder.resolve("missing");
    Result result = Result.of("load", missing, folder);
    String name = one.toString().replace("\n", "\\n");
    assertEquals(
        name
            + ": 1 of 1 pages, 1 B of 1 B, 100.0 % in memory; before 1 page, 1 B, 100.0 %\n"
            + empty
            + ": empty\n",
        result.text());
    assertEquals("mmap: " + missing + ": no such file\n", result.err());
    assertEquals(2, result.status());
  }

  private Path sparse(long length) throws IOException {
    Path file = folder.resolve("sparse");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(length);
    }
    return file;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aFileThatShrinksMeanwhileFailsOnOneLine() throws Exception {
    Path file = sparse(256 * GIB);
    Process process = new ProcessBuilder(Fork.command(List.of(), "load", file)).start();
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).length(GIB).map()) {
      while (m.residency().residentPages() < 100) {
        assertTrue(process.isAlive(), "it has ended");
        Thread.sleep(1);
      }
    }
    Files.write(file, new byte[1]);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(2, process.waitFor());
    assertTrue(err.startsWith("mmap: " + file + ": "), err);
    assertTrue(err.contains("truncated"), err);
    assertEquals(1, err.lines().count(), err);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void progressIsShownOnATerminal() throws Exception {
    Path file = sparse(1024 * GIB);
    Tool.Answer answer =
        new Terminal().on(Terminal.PROGRESS, Terminal.CTRL_C).run(folder, "load", file);
    assertEquals(130, answer.status(), answer.out());
    Files.delete(file); // also frees its cached pages
  }

  @Test
  void unreportedResidencyIsNotClaimed() throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[1]);
    Rights.hideResidency(file);
    Rights.run("load", file)
        .printed(
            0,
            file
                + ": the system does not report what of it is in memory, as it belongs to another"
                + " user and is not writable\n");
  }
}
