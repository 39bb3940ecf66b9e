package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.LogLines;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks what becomes of a file without bytes: it is refused, as in Python, or an empty mapping.
 */
class EmptyFileTest {
  private static final byte[] ADDED = {1, '\n', 3};
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.createFile(directory.resolve("empty"));
  }

  /** Maps by system calls, or through the JDK as where native access is denied. */
  private static Mmap map(MmapBuilder builder, boolean byJdk) throws IOException {
    if (byJdk) {
      return builder.map(null);
    }
    SystemCalls os = NativeAccess.os();
    assumeTrue(os != null, NativeAccess.missing());
    assumeFalse(os.extendsFiles(), "OtherSystemsTest checks how Windows refuses it");
    return builder.map();
  }

  private MmapBuilder builder() {
    return Mmap.builder().path(file).orEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void itIsRefusedWithTheWayOut(Access access) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Mmap.open(file, access));
    assertEquals(
        file
            + ": an empty file can't be mapped, unless the builder's orEmpty() allows it;"
            + " Mmap.create(path, length) makes a file of zeros",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "DEFAULT, false", "READ, false", "WRITE, false", "COPY, false",
    "DEFAULT, true", "READ, true", "WRITE, true", "COPY, true"
  })
  void itIsReadAsNothing(Access access, boolean byJdk) throws IOException {
    try (Mmap m = map(builder().access(access), byJdk)) {
      assertEquals(0, m.length());
      assertEquals(0, m.size());
      assertArrayEquals(new byte[0], m.read());
      assertArrayEquals(new byte[0], m.getSlice(0));
      assertEquals(0, m.lines().count());
      assertEquals(-1, m.find(ADDED, 0));
      assertEquals(0, m.find(new byte[0], 0));
      assertEquals(0, m.asSegment().byteSize());
      assertFalse(m.asByteBuffer(0, 0).hasRemaining());
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(0));
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(-1));
      m.flush();
    }
    assertEquals(0, Files.size(file));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRefreshShowsWhatWasAdded(boolean byJdk) throws IOException {
    try (Mmap m = map(builder().access(Access.READ), byJdk)) {
      Files.write(file, ADDED);
      assertEquals(0, m.length());
      m.refresh();
      assertArrayEquals(ADDED, m.getSlice(0));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itGrows(boolean byJdk) throws IOException {
    try (Mmap m = map(builder(), byJdk)) {
      assumeTrue(m.capabilities().contains(Capability.RESIZE), "can't be resized");
      m.resize(ADDED.length);
      m.setSlice(0, ADDED);
    }
    assertArrayEquals(ADDED, Files.readAllBytes(file));
  }

  @Test
  void itGrowsWithReservedAddressesAndReservedSpace() throws IOException {
    try (Mmap m = map(builder().reserve(1 << 20).preallocate(), false)) {
      assertEquals(0, m.length());
      m.resize(ADDED.length);
      m.setSlice(0, ADDED);
    }
    assertArrayEquals(ADDED, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileWithBytesIsMappedAsEver(boolean byJdk) throws IOException {
    Files.write(file, ADDED);
    try (Mmap m = map(builder().access(Access.READ), byJdk)) {
      assertArrayEquals(ADDED, m.getSlice(0));
    }
  }

  @Test
  void aChannelOfAnEmptyFileIsMapped() throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        Mmap m = Mmap.builder().channel(channel).orEmpty().map()) {
      assertEquals(0, m.length());
      Files.write(file, ADDED);
      m.refresh();
      assertArrayEquals(ADDED, m.getSlice(0));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPrivateCopyShowsWhatWasAdded(boolean byJdk) throws IOException {
    try (Mmap m = map(builder().access(Access.COPY), byJdk)) {
      Files.write(file, ADDED);
      m.refresh();
      assertArrayEquals(ADDED, m.getSlice(0));
      m.set(0, 7);
    }
    assertArrayEquals(ADDED, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachEmptyMappingIsListedUntilItIsClosed(boolean byJdk) throws IOException {
    try (Mmap one = map(builder(), byJdk)) {
      try (Mmap other = map(builder(), byJdk)) {
        assertEquals(0, other.length());
        assertEquals(2, listed());
      }
      assertEquals(0, one.length());
      assertEquals(1, listed());
    }
    assertEquals(0, listed());
  }

  private long listed() {
    return Mmap.openMappings().stream().filter(m -> m.source().equals(file.toString())).count();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "others can't evict")
  void evictLeavesBytesThatAreNotMapped() throws IOException {
    try (Mmap empty = map(builder(), false)) {
      boolean isLeft = false;
      for (int tries = 0; tries < 5 && !isLeft; tries++) {
        Files.write(file, ADDED); // again, because the system may drop what is clean at any time
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true); // or it could not be evicted
        }
        empty.evict();
        try (Mmap m = Mmap.open(file, Access.READ)) {
          isLeft = m.isResident(0, m.length());
        }
      }
      assertTrue(isLeft);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsDroppedIsForgottenWithoutAReport(boolean byJdk) throws Exception {
    try (LogLines log = new LogLines()) {
      assertEquals(0, map(builder(), byJdk).length());
      long begun = System.nanoTime();
      while (listed() > 0 && System.nanoTime() - begun < PATIENCE_NANOS) {
        System.gc();
        Thread.sleep(20);
      }
      assertEquals(0, listed());
      Thread.sleep(200); // it is listed no more before its memory is given back
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void adviceIsForItsStartAlone() throws IOException {
    try (Mmap m = map(builder(), false)) {
      m.madvise(Advice.WILLNEED, 0, 1);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> m.madvise(Advice.WILLNEED, 1, 1));
      assertEquals("madvise start 1 is outside the mapping, 0 to 0", e.getMessage());
    }
  }

  @Test
  void anAppenderFillsIt() throws IOException {
    try (Mmap m = map(builder().confined(), false)) {
      try (Appender appender = m.appender()) {
        appender.write(ADDED);
      }
      assertArrayEquals(ADDED, m.getSlice(0));
    }
    assertArrayEquals(ADDED, Files.readAllBytes(file));
  }

  @Test
  void aDescriptorOfAnEmptyFileIsMapped() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    int fd = NativeAccess.os().open(PathBytes.of(file), false);
    try (Mmap m = map(Mmap.builder().fileno(fd).access(Access.READ).orEmpty(), false)) {
      assertEquals(0, m.length());
      Files.write(file, ADDED);
      m.refresh();
      assertArrayEquals(ADDED, m.getSlice(0));
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/proc/self/status, false", "/dev/zero, false", "/proc, false",
    "/proc/self/status, true", "/dev/zero, true", "/proc, true"
  })
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc")
  void whatHasBytesButNoLengthIsNotEmpty(Path special, boolean byJdk) {
    MmapBuilder builder = Mmap.builder().path(special).access(Access.READ).orEmpty();
    Exception e = assertThrows(Exception.class, () -> map(builder, byJdk).close());
    assertTrue(e instanceof IOException || e instanceof IllegalArgumentException, e.toString());
    assertTrue(e.getMessage().startsWith(byJdk ? special + ": " : "mmap(length="), e.getMessage());
  }

  @Test
  void withoutADescriptorItStaysEmpty() throws IOException {
    try (Mmap m = map(builder().trackFd(false), false)) {
      assertEquals(0, m.length());
      assertThrows(IllegalStateException.class, m::refresh);
      assertEquals(0, m.lines().count());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLengthAndAnOffsetAreRefusedAllTheSame(boolean byJdk) {
    IllegalArgumentException length =
        assertThrows(IllegalArgumentException.class, () -> map(builder().length(1), byJdk));
    assertEquals(
        file + ": length 1 at offset 0 passes the end of the file, 0", length.getMessage());
    long page = Mmap.ALLOCATIONGRANULARITY;
    IllegalArgumentException offset =
        assertThrows(IllegalArgumentException.class, () -> map(builder().offset(page), byJdk));
    assertEquals(
        file + ": offset " + page + " is not before the end of the file, 0", offset.getMessage());
  }

  @Test
  void memoryWithoutAFileIsNeverEmpty() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Mmap.builder().anonymous().orEmpty().map());
    assertEquals("orEmpty is for files; anonymous memory has at least one byte", e.getMessage());
  }
}
