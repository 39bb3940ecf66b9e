package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.SealedFile;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Makes each step of a resize fail, and checks that the file and the mapping are unchanged. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "sealed files make calls fail")
class ResizeFailureTest {
  private static final int LENGTH = 2 * Mmap.PAGESIZE + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  /** The ways to map a file that can be resized. */
  private enum Way {
    PATH,
    FILENO,
    CHANNEL
  }

  @TempDir Path directory;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
  }

  private static void assertUnchanged(Mmap m, SealedFile file) throws IOException {
    assertEquals(LENGTH, m.length());
    assertArrayEquals(CONTENT, m.getSlice(0));
    assertArrayEquals(CONTENT, m.asSegment().toArray(JAVA_BYTE));
    assertEquals(LENGTH, NativeAccess.os().status(file.fd()).size());
  }

  private interface Body {
    void run(Mmap m, SealedFile file) throws IOException;
  }

  private static void with(Way way, Body body) throws IOException {
    try (SealedFile file = new SealedFile(LENGTH);
        FileChannel channel =
            FileChannel.open(
                file.path(), EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        Mmap m =
            switch (way) {
              case PATH -> Mmap.open(file.path());
              case FILENO -> Mmap.builder().fileno(file.fd()).map();
              case CHANNEL -> Mmap.builder().channel(channel).map();
            }) {
      m.setSlice(0, CONTENT);
      body.run(m, file);
    }
  }

  /** Its descriptor is read-only, so no space can be reserved for it either. */
  @Test
  void aPrivateMappingOfAFileInSharedMemoryFailsAsElsewhere() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no /dev/shm");
    Path file = Files.createTempFile(memory, "mmap4j", "private");
    try {
      Files.write(file, CONTENT);
      try (Mmap m =
          Mmap.builder().path(file).length(1).flags(MapFlag.PRIVATE, MapFlag.NORESERVE).map()) {
        MmapException e = assertThrows(MmapException.class, () -> m.resize(221));
        assertEquals("ftruncate EINVAL", e.call() + " " + e.errnoName());
        assertEquals(1, m.length());
      }
      assertArrayEquals(CONTENT, Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aFileThatMayNotGrow(Way way) throws IOException {
    with(
        way,
        (m, file) -> {
          file.seal(SealedFile.SEAL_GROW);
          assertThrows(IOException.class, () -> m.resize(LENGTH + 1));
          assertThrows(IOException.class, () -> m.resize(100L * Mmap.PAGESIZE));
          assertUnchanged(m, file);
          m.resize(100);
          assertArrayEquals(Arrays.copyOf(CONTENT, 100), m.getSlice(0));
        });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aFileThatMayNotShrink(Way way) throws IOException {
    with(
        way,
        (m, file) -> {
          file.seal(SealedFile.SEAL_SHRINK);
          assertThrows(IOException.class, () -> m.resize(1));
          assertThrows(IOException.class, () -> m.resize(LENGTH - 1));
          assertUnchanged(m, file);
          m.set(-1, CONTENT[LENGTH - 1] & 0xff);
          m.resize(LENGTH + 1);
          assertEquals(0, m.get(-1));
        });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aMappingThatWouldGrowOverAFileThatMayNotShrink(Way way) throws IOException {
    with(
        way,
        (m, file) -> {
          m.resize(LENGTH + 50L * Mmap.PAGESIZE);
          try (Mmap part = Mmap.builder().path(file.path()).length(LENGTH).map()) {
            file.seal(SealedFile.SEAL_SHRINK);
            long size = part.size();
            assertThrows(IOException.class, () -> part.resize(20L * Mmap.PAGESIZE));
            assertEquals(LENGTH, part.length());
            assertArrayEquals(CONTENT, part.getSlice(0));
            assertEquals(size, part.size());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aSealedFileIsNotMappedForWritingAndTheMessageSaysWhy(Way way) throws IOException {
    with(
        way,
        (m, file) -> {
          m.close();
          file.seal(SealedFile.SEAL_WRITE);
          MmapException e = assertThrows(MmapException.class, () -> Mmap.open(file.path()));
          assertEquals("mmap EPERM", e.call() + " " + e.errnoName());
          assertTrue(e.getMessage().contains("sealed"), e.getMessage());
          try (Mmap reader = Mmap.open(file.path(), Access.READ)) {
            assertArrayEquals(CONTENT, reader.getSlice(0));
          }
        });
  }

  @Test
  void aChannelThatTheCallerHasClosed() throws IOException {
    Path path = Files.write(directory.resolve("file"), CONTENT);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (Mmap m = Mmap.builder().channel(channel).map()) {
      channel.close();
      assertThrows(ClosedChannelException.class, () -> m.resize(LENGTH + 1));
      assertThrows(ClosedChannelException.class, () -> m.resize(1));
      assertArrayEquals(CONTENT, m.getSlice(0));
      assertArrayEquals(CONTENT, Files.readAllBytes(path));
    }
  }

  @Test
  void aReadOnlyDescriptorUnderAPrivateMapping() throws IOException {
    Path path = Files.write(directory.resolve("file"), CONTENT);
    try (Mmap m = Mmap.builder().path(path).flags(MapFlag.PRIVATE).map()) {
      for (long length : new long[] {LENGTH + 1, LENGTH + 100L * Mmap.PAGESIZE, 1}) {
        MmapException e = assertThrows(MmapException.class, () -> m.resize(length));
        assertEquals("ftruncate EINVAL", e.call() + " " + e.errnoName());
        assertArrayEquals(CONTENT, m.getSlice(0));
        assertArrayEquals(CONTENT, Files.readAllBytes(path));
      }
    }
  }
}
