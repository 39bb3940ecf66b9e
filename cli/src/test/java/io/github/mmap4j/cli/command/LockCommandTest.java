package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A locked file stays locked forever, so every test has a time limit. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LockCommandTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir Path folder;

  @BeforeEach
  void assumeLinux() {
    assumeTrue(Advice.PAGEOUT.isSupported(), "not Linux");
  }

  private static long lockedKib(long process) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
        .filter(line -> line.startsWith("VmLck:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findAny()
        .orElseThrow();
  }

  @Test
  void itStaysLockedUntilTheCommandEnds() throws Exception {
    Path one = PartlyLoaded.file(folder.resolve("f"), 3L * PAGE, PartlyLoaded.range(1, 2));
    Path other = Files.write(folder.resolve("g"), new byte[1]);
    Process process = new ProcessBuilder(Fork.command(List.of(), "lock", one, other)).start();
    try {
      BufferedReader out = process.inputReader(UTF_8);
      assertEquals(
          "%s: 3 of 3 pages, %s of %2$s, 100.0 %% in memory; before 1 page, %s, 33.3 %%"
              .formatted(one, Units.about(3L * PAGE), Units.about(PAGE)),
          out.readLine());
      assertEquals(
          other + ": 1 of 1 pages, 1 B of 1 B, 100.0 % in memory; before 1 page, 1 B, 100.0 %",
          out.readLine());
      assertEquals("locked " + Units.about(3L * PAGE + 1) + "; Ctrl-C lets go", out.readLine());
      assertEquals(4 * PAGE / 1024, lockedKib(process.pid()));
      assertTrue(process.isAlive());
    } finally {
      process.destroy();
    }
    assertEquals(143, process.waitFor());
  }

  @Test
  void aFolderWithMoreFilesThanMayBeOpenIsLockedAndEachFileOnce() throws Exception {
    Path below = Files.createDirectories(folder.resolve("many/below"));
    for (int i = 0; i < 200; i++) {
      Files.write(below.resolve("f" + i), new byte[1]);
    }
    Files.createFile(below.resolve("empty"));
    Files.createLink(below.resolve("link"), below.resolve("f7"));
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 100; exec \"$@\"", "sh"));
    command.addAll(Fork.command(List.of(), "lock", folder.resolve("many"), below.resolve("f9")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String last = process.inputReader(UTF_8).lines().skip(200).findFirst().orElseThrow();
      assertEquals("locked " + Units.about(200) + "; Ctrl-C lets go", last);
      assertEquals(200L * PAGE / 1024, lockedKib(process.pid()));
    } finally {
      process.destroy();
    }
    process.waitFor();
  }

  @Test
  void ctrlCUnlocks() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[1]);
    Tool.Answer answer =
        new Terminal().on("Ctrl-C lets go", Terminal.CTRL_C).run(folder, "lock", file);
    assertEquals(130, answer.status(), answer.out());
  }

  @Test
  void theLimitIsNamedWhenItIsExceeded() throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[20 * PAGE]);
    int kib = 10 * PAGE / 1024;
    Result result =
        Rights.run(List.of("sh", "-c", "ulimit -l " + kib + "; exec \"$@\"", "sh"), "lock", file);
    result.failedSaying(file + ": mlock(");
    result.failedSaying("RLIMIT_MEMLOCK is " + 10 * PAGE);
  }

  /** Hardly any memory may be locked, so nothing bad happens if the command does not refuse. */
  @Test
  void moreThanTheAvailableMemoryIsRefused() throws Exception {
    Path file = folder.resolve("f");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), (1L << 40) - 1);
    }
    Result result =
        Rights.run(List.of("sh", "-c", "ulimit -l 16; exec \"$@\"", "sh"), "lock", file);
    result.failedSaying(file + ": has 1.0 TiB, and only ");
  }

  @Test
  void ifOneFileCannotBeLockedNoneIs() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[1]);
    Path empty = Files.createFile(folder.resolve("empty"));
    Result result = Result.of("lock", file, empty);
    assertEquals("mmap: " + empty + ": is empty; there is no memory to lock\n", result.err());
    assertEquals(2, result.status());
    assertEquals(0, lockedKib(ProcessHandle.current().pid()));
    Result.of("lock", folder.resolve("missing"), file)
        .failed(folder.resolve("missing") + ": no such file");
  }
}
