package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.ShareOwner;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "names are listed and left on Linux")
class ShareCommandTest {
  private final String name =
      "c" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100000;

  /** A lock of the core's tests, too: one test at a time leaves names or removes left ones. */
  private FileChannel lock;

  @BeforeEach
  void lock() throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "mmap4j-left-names.lock");
    lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock.lock();
  }

  @AfterEach
  void remove() throws IOException {
    try (var _ = lock) {
      SharedMemory.unlink(name);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void writtenBytesAreReadBack() {
    Result.of("share", "create", name, 10).printed(0, "");
    Result.reading(bytes("hello"), "share", "write", name, "--start", 3).printed(0, "");
    Result.of("share", "read", name).printed(0, "\0\0\0hello\0\0");
    Result.of("share", "read", name, "--start", 3, "--length", 5).printed(0, "hello");
    Result.of("share", "read", name, "--start", 8, "--length", 99).printed(0, "\0\0");
    Result.of("share", "read", name, "--start", 10).printed(0, "");
  }

  @Test
  void tooLongInputChangesNothing() throws IOException {
    Result.of("share", "create", name, 10).printed(0, "");
    Result.reading(bytes("12345678"), "share", "write", name, "--start", 3)
        .failed(name + ": standard input is longer than the 7 bytes from 3 on");
    assertArrayEquals(new byte[10], Result.of("share", "read", name).out());
    Result.reading(bytes("1234567"), "share", "write", name, "--start", 3).printed(0, "");
  }

  @Test
  void theListShowsLengthStateAndName() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 12345)) {
      Result.of("share", "create", name, 1)
          .failed(
              "%s: exists already, with 12,345 bytes: process %d holds it"
                  .formatted(name, ProcessHandle.current().pid()));
      long pid = ProcessHandle.current().pid();
      String line = "%12d %8d owned %s%n".formatted(made.length(), pid, name);
      assertTrue(Result.of("share", "list").text().contains(line));
    }
    Result.of("share", "create", name, 7).printed(0, "");
    assertTrue(Result.of("share", "list").text().contains(" kept  " + name + "\n"));
  }

  @Test
  void removedMemoryIsGone() {
    Result.of("share", "create", name, 10).printed(0, "");
    Result.of("share", "remove", name).printed(0, "");
    Result.of("share", "remove", name).printed(1, "");
    Result.of("share", "read", name).failedSaying(name + ": ");
    assertFalse(Result.of("share", "list").text().contains(name));
  }

  private Process owner() throws IOException {
    List<String> command = new ArrayList<>(Fork.command(List.of(), name));
    command.set(command.size() - 2, ShareOwner.class.getName());
    Process owner = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertEquals('+', owner.getInputStream().read());
    return owner;
  }

  @Test
  void namesOfRemovedStaleMemoryAreObjects() throws Exception {
    owner().destroyForcibly().waitFor();
    Result removed = Result.of("share", "remove", "--stale", "--json");
    assertTrue(removed.text().contains("{\"name\":\"" + name + "\"}\n"), removed.text());
  }

  @Test
  void memoryOfAKilledOwnerIsRemovedAsStale() throws Exception {
    Process owner = owner();
    assertFalse(Result.of("share", "remove", "--stale").text().contains(name));
    owner.destroyForcibly().waitFor();
    assertTrue(Result.of("share", "remove", "--stale").text().contains(name + "\n"));
    Result.of("share", "remove", name).printed(1, "");
  }

  @Test
  void wrongArgumentsAreReportedOnOneLine() {
    Result.of("share", "create", name, 0).failedSaying("length 0 is less than 1");
    Result.of("share", "create", "a/b", 1).failedSaying("U+002F");
    Result.of("share", "create", name, "x").failedSaying("LENGTH is not a whole number: 'x'");
    Result.of("share", "read", name).failedSaying("ENOENT");
    Result.of("share", "remove").failedSaying("NAME or --stale is missing");
    Result.of("share").failedSaying("a subcommand is missing");
    Result.of("share", "create", name, 10).printed(0, "");
    long process = ProcessHandle.current().pid();
    Result.of("share", "create", name, 20)
        .failed(
            "%s: exists already, with 10 bytes: process %d created it to stay (mmap share remove %1$s removes it)"
                .formatted(name, process));
    Result.of("share", "read", name, "--start", 11)
        .failedSaying("--start 11 is beyond its 10 bytes");
    Result.of("share", "read", name, "--start", -1).failedSaying("--start is less than 0: -1");
  }
}
