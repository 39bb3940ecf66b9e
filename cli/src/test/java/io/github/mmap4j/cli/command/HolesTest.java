package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the holes of a sparse file of 20 GiB are not read. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "holes are reported only on Linux")
class HolesTest {
  private static final long LENGTH = (20L << 30) + 17;
  private static final long FIRST = (5L << 30) + 4090;
  private static final long SECOND = (15L << 30) - 3;

  /** The system reads ahead of the data, into the holes. */
  private static final long MOST_READ = 256 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = folder.resolve("sparse");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(LENGTH);
      opened.seek(FIRST);
      opened.write("\nneedle\n".getBytes(ISO_8859_1));
      opened.seek(SECOND);
      opened.write("needle\n".getBytes(ISO_8859_1));
    }
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assumeTrue(m.nextData(0) > 0, "this file system's holes are not reported");
    }
  }

  private void assertLittleRead() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      long read = m.residency().residentPages() * Mmap.PAGESIZE;
      assertTrue(read < MOST_READ, () -> read + " bytes are in the page cache");
    }
  }

  @Test
  void findAndCountSkipThem() throws IOException {
    Result.of("find", "needle", file).printed(0, FIRST + 1 + "\n" + SECOND + "\n");
    Result.of("count", "needle", file).printed(0, "2\n");
    Result.of("count", "e", file).printed(0, "6\n");
    assertLittleRead();
  }

  @Test
  void grepSkipsThem() throws IOException {
    Result.of("grep", "-c", "needle", file).printed(0, "2\n");
    Result.of("grep", "-c", "^need", file).printed(0, "2\n");
    Result.of("grep", "-l", "needle", file).printed(0, file + "\n");
    Result.of("grep", "-ac", "e$", file).printed(0, "2\n");
    Result.of("grep", "-abo", "needle", file)
        .printed(0, FIRST + 1 + ":needle\n" + SECOND + ":needle\n");
    assertLittleRead();
  }

  @Test
  void copySkipsThem() throws IOException {
    Path copy = folder.resolve("copy");
    Result.of("copy", file, copy).printed(0, "");
    try (Mmap m = Mmap.open(copy, Access.READ)) {
      assertEquals(LENGTH, m.length());
      assertEquals(FIRST / 4096 * 4096, m.nextData(0));
      assertEquals("needle\n", new String(m.getSlice(SECOND, SECOND + 7), ISO_8859_1));
      assertEquals(2, m.count("needle".getBytes(ISO_8859_1)));
    }
    assertLittleRead();
  }
}
