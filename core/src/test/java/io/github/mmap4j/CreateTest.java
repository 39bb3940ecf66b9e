package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void file() {
    file = directory.resolve("new");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, 100_000, 5L << 30})
  void aNewFileOfZerosIsMapped(long length) throws IOException {
    try (Mmap m = Mmap.create(file, length)) {
      assertEquals(length, m.length());
      assertEquals(length, Files.size(file));
      assertEquals(0, m.get(-1));
      m.set(-1, 7);
      m.flush();
      assertEquals(Access.DEFAULT, Mmap.openMappings().getLast().access());
    }
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertEquals(7, m.get(-1));
    }
  }

  @Test
  void anEmptyFileIsMappedAndGrows() throws IOException {
    try (Mmap m = Mmap.create(file, 0)) {
      assertEquals(0, m.length());
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(0));
      m.resize(3);
      m.set(2, 7);
    }
    assertArrayEquals(new byte[] {0, 0, 7}, Files.readAllBytes(file));
  }

  /** The memory is the same page as before it grew. */
  @ParameterizedTest
  @ValueSource(longs = {100, 4096, 5000})
  void truncationIsReportedAfterGrowth(long length) throws IOException {
    try (Mmap m = Mmap.create(file, length)) {
      assumeTrue(m.capabilities().contains(Capability.FAULT_GUARD), "needs the guard");
      Files.write(file, new byte[0]);
      assertThrows(MappingFaultException.class, () -> m.get(50));
      assertThrows(MappingFaultException.class, () -> m.set(60, 1));
      assertThrows(MappingFaultException.class, () -> m.getSlice(0));
    }
  }

  @Test
  void anExistingFileIsNotTouched() throws IOException {
    Files.write(file, new byte[] {1});
    assertThrows(FileAlreadyExistsException.class, () -> Mmap.create(file, 100));
    assertThrows(FileAlreadyExistsException.class, () -> Mmap.create(file, 0));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
  }

  @Test
  void nothingIsLeftIfItFails() {
    IllegalArgumentException negative =
        assertThrows(IllegalArgumentException.class, () -> Mmap.create(file, -1));
    assertEquals("length -1 is negative", negative.getMessage());
    assertThrows(IOException.class, () -> Mmap.create(file, Long.MAX_VALUE));
    assertFalse(Files.exists(file));
    Path within = file.resolve("another");
    assertThrows(NoSuchFileException.class, () -> Mmap.create(within, 1));
  }

  @Test
  void anAppenderOpensAFileThatIsMissingOrEmptyOrHasBytes() throws IOException {
    for (byte[] bytes : List.of(new byte[] {1, 2}, new byte[0], new byte[] {3})) {
      try (Appender appender = Appender.open(file)) {
        appender.write(bytes);
        assertTrue(appender.isOpen());
      }
    }
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
    Files.write(file, new byte[0]);
    Appender empty = Appender.open(file);
    assertEquals(1, Mmap.openMappings().size());
    empty.close();
    assertEquals(List.of(), Mmap.openMappings());
    assertEquals(0, Files.size(file));
  }
}
