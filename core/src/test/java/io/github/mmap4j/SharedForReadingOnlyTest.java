package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maps on a system that refuses shared mappings through descriptors that may write, with EINVAL, as
 * Linux does for 9p without a cache.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "imitates a file system of Linux")
class SharedForReadingOnlyTest {
  private static final int LENGTH = 2 * Mmap.PAGESIZE + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  /** The number of MAP_SHARED in mman.h, and that of O_ACCMODE in fcntl.h. */
  private static final int SHARED = 1;

  private static final int ACCESS_MODE = 3;

  @TempDir Path folder;
  private Path file;

  private final SystemCalls like9p =
      FakeCalls.answering(
          (_, method, arguments) -> {
            if (method.getName().equals("map")
                && ((int) arguments[2] & SHARED) != 0
                && (Proc.flags((int) arguments[3]) & ACCESS_MODE) != 0) {
              return (long) -Errno.EINVAL;
            }
            return method.invoke(NativeAccess.os(), arguments);
          });

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.write(folder.resolve("file"), CONTENT);
  }

  @Test
  void aWriterIsToldWhatToDo() throws IOException {
    MmapException e =
        assertThrows(MmapException.class, () -> Internals.map(Mmap.builder().path(file), like9p));
    assertEquals("mmap EINVAL", e.call() + " " + e.errnoName());
    assertTrue(e.getMessage().contains("map with Access.READ or COPY, or copy"), e.getMessage());
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    try (Mmap m = Internals.map(Mmap.builder().path(file).access(Access.COPY), like9p)) {
      m.set(0, 77);
      assertEquals(77, m.get(0));
    }
  }

  @Test
  void aReaderByPathShares() throws IOException {
    try (Mmap m = Internals.map(Mmap.builder().path(file).access(Access.READ), like9p)) {
      assertArrayEquals(CONTENT, m.getSlice(0));
      assertTrue(m.capabilities().contains(Capability.SHARED));
    }
  }

  @Test
  void aReaderByADescriptorThatMayWriteReadsAPrivateMapping() throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      int fd = Proc.descriptors(file.toString()).keySet().iterator().next();
      try (Mmap m = Internals.map(Mmap.builder().fileno(fd).access(Access.READ), like9p)) {
        assertArrayEquals(CONTENT, m.getSlice(0));
        assertFalse(m.capabilities().contains(Capability.SHARED));
        opened.setLength(LENGTH + 1L);
        assertEquals(LENGTH + 1L, m.refresh());
        assertEquals(0, m.get(-1));
      }
    }
  }

  @Test
  void anotherReasonIsStillNamed() {
    MmapException e =
        assertThrows(
            MmapException.class,
            () -> Internals.map(Mmap.builder().path(file).offset(1).length(5), like9p));
    assertTrue(e.getMessage().contains("ALLOCATIONGRANULARITY"), e.getMessage());
    assertFalse(e.getMessage().contains("privately"), e.getMessage());
  }
}
