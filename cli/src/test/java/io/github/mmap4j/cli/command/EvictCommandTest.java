package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictCommandTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 1000 * PAGE - 7;

  /** Later than a few early retries, and long before the last. */
  private static final long UNMAPPED_AFTER_NANOS = 200_000_000;

  /**
   * Reads a page on each core, without read-ahead. It keeps running, as its exit would drain a
   * batch.
   */
  private static final String READ_ON_EACH_CORE =
      """
      import mmap, os, sys
      fd = os.open('f', os.O_RDONLY)
      os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
      for i, core in enumerate(sorted(os.sched_getaffinity(0))):
          os.sched_setaffinity(0, {core})
          os.pread(fd, 1, i % 1000 * mmap.PAGESIZE)
      print('read', flush=True)
      sys.stdin.read()
      """;

  @TempDir Path folder;
  private Path file;
  private byte[] bytes;

  @BeforeEach
  void written() throws IOException {
    assumeTrue(Advice.PAGEOUT.isSupported(), "not Linux");
    assumeFalse(
        Files.getFileStore(folder).type().equals("tmpfs"), "tmpfs has only memory for its files");
    bytes = new byte[LENGTH];
    new Random(1).nextBytes(bytes);
    file = Files.write(folder.resolve("f"), bytes);
  }

  private static long resident(Path file) throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      return m.residency().residentPages();
    }
  }

  /** The file is newly written, so it is not on disk yet. */
  @Test
  void everythingIsEvictedAndNothingIsLost() throws IOException {
    String size = Units.about(LENGTH);
    Result.of("evict", file)
        .printed(
            0,
            "%s: 0 of 1000 pages, 0 B of %s, 0.0 %% in memory; before 1000 pages, %s, 100.0 %%\n"
                .formatted(file, size, size));
    assertEquals(0, resident(file));
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  /** Such pages wait in a batch of their core; only a call that drains all batches evicts them. */
  @Test
  void pagesJustReadByOtherCoresAreEvicted() throws IOException {
    assertEquals(0, Result.of("evict", file).status());
    Process reader = Tool.PYTHON.start(folder, Redirect.INHERIT, "-c", READ_ON_EACH_CORE);
    try {
      assertEquals("read", reader.inputReader().readLine());
      Result result = Result.of("evict", file);
      assertEquals("", result.err());
      assertEquals(0, resident(file));
    } finally {
      reader.destroy();
    }
  }

  @Test
  void pagesUnmappedMeanwhileAreEvicted() throws Exception {
    Mmap m = Mmap.open(file, Access.READ);
    m.get(0);
    Thread other =
        Thread.startVirtualThread(
            () -> {
              LockSupport.parkNanos(UNMAPPED_AFTER_NANOS);
              m.close();
            });
    Result result = Result.of("evict", file);
    other.join();
    assertEquals("", result.err());
    assertEquals(0, resident(file));
  }

  @Test
  void pagesLockedByOthersStayAndAreReported() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      m.lock(0, 10L * PAGE);
      Result result = Result.of("evict", file);
      assertTrue(
          result
              .err()
              .matches(
                  "mmap: .*/f: \\d+ pages are still in memory: others have them mapped or locked, or"
                      + " keep reading them\n"),
          result.err());
      assertEquals(2, result.status());
      assertTrue(result.text().contains(" in memory; before 1000 pages, "), result.text());
      long left = m.residency().residentPages();
      assertTrue(left >= 10 && left < 1000, left + " pages are left");
      assertTrue(result.err().contains(": " + left + " pages"), result.err());
    }
  }

  @Test
  void theProcessThatHasTheFileMappedIsNamed() throws IOException {
    String program =
        "import mmap,sys; f=open('f','rb'); m=mmap.mmap(f.fileno(),0,prot=1); m[0]; print('read');"
            + " sys.stdout.flush(); sys.stdin.read()";
    Process reader = Tool.PYTHON.start(folder, Redirect.INHERIT, "-c", program);
    try {
      assertEquals("read", reader.inputReader().readLine());
      Result.of("evict", file)
          .failedSaying(" still in memory: process " + reader.pid() + " has the file mapped");
    } finally {
      reader.destroy();
    }
  }

  @Test
  void aFileThatExistsOnlyInMemoryIsToldSo() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory), "no /dev/shm");
    Path there = Files.createTempFile(memory, "evict", null);
    try {
      Files.write(there, new byte[10]);
      Result.of("evict", there)
          .failedSaying(": 1 pages are still in memory: tmpfs keeps files only in memory");
    } finally {
      Files.delete(there);
    }
  }

  @Test
  void aFileWithSeveralNamesCountsOnce() throws IOException {
    Path link = Files.createLink(folder.resolve("link"), file);
    Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic"), file);
    Result result = Result.of("evict", file, link, symbolic, file, folder);
    assertEquals("", result.err());
    assertEquals(1, result.text().lines().count(), result.text());
    assertTrue(result.text().startsWith(file + ": "), result.text());
    Result loaded = Result.of("load", link, file, folder, symbolic);
    assertEquals(1, loaded.text().lines().count(), loaded.text());
  }

  @Test
  void emptyFilesSucceed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    Result.of("evict", empty).printed(0, empty + ": empty\n");
    Result.of("evict", folder.resolve("missing"))
        .failed(folder.resolve("missing") + ": no such file");
  }

  @Test
  void filesTheSystemDoesNotReportAreRefused() throws Exception {
    Rights.hideResidency(file);
    Rights.run("evict", file)
        .failed(
            file
                + ": belongs to another user and is not writable, so the system does not report"
                + " what of it is in memory");
  }
}
