package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.WithoutRemap;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SimulatedWindows;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// This file is long because each simulated system has its cases.
/** Tests mappings made by the calls of other systems, which are simulated. */
class OtherSystemsTest {
  private static final int LENGTH = 2 * 4096 + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);
  private static final String MAPPED_ELSEWHERE = "Windows error 1224, ERROR_USER_MAPPED_FILE";

  @TempDir Path directory;
  private final SimulatedWindows windows = new SimulatedWindows();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(
        Platform.current() == Platform.LINUX && NativeAccess.os() != null, "simulated over Linux");
    assumeTrue(Mmap.PAGESIZE == 4096, "simulated with pages of 4096 bytes");
    file = Files.write(directory.resolve("file"), CONTENT);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertEquals(0, windows.open());
  }

  private Mmap onWindows(MmapBuilder builder) throws IOException {
    return builder.map(windows.os());
  }

  private void assertUnchanged(Mmap m) throws IOException {
    assertArrayEquals(CONTENT, m.getSlice(0));
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void windowsMapsAFile() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      assertUnchanged(m);
      m.set(1, 77);
      m.flush();
      m.flush(0, LENGTH, Sync.ASYNC);
      assertEquals(77, Files.readAllBytes(file)[1]);
      assertEquals(LENGTH, m.size());
      m.madvise(Advice.WILLNEED);
      m.lock();
      m.unlock();
      assertEquals(3, m.residency().residentPages());
      assertFalse(m.capabilities().contains(Capability.NAME));
      assertThrows(UnsupportedOperationException.class, () -> m.setName("name"));
    }
  }

  @Test
  void aFlushReachesTheDriveWhereThereIsAFileToWrite() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      m.flush();
      assertEquals(1, windows.settled());
      m.flush(0, LENGTH, Sync.ASYNC);
      assertEquals(1, windows.settled());
    }
    for (MmapBuilder builder :
        new MmapBuilder[] {
          Mmap.builder().path(file).flags(MapFlag.PRIVATE),
          Mmap.builder().path(file).trackFd(false),
          Mmap.builder().anonymous().length(1)
        }) {
      try (Mmap m = onWindows(builder)) {
        m.flush();
      }
    }
    assertEquals(1, windows.settled());
  }

  @Test
  void windowsMapsByHandle() throws IOException {
    int handle = windows.os().open(PathBytes.of(file), false);
    try (Mmap m = onWindows(Mmap.builder().fileno(handle).access(Access.READ))) {
      windows.os().close(handle);
      assertUnchanged(m);
      assertEquals(LENGTH, m.size());
    }
  }

  @Test
  void aCopyOnWindowsLeavesTheFileAlone() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file).access(Access.COPY))) {
      m.set(0, CONTENT[0] + 1 & 0xff);
      assertArrayEquals(CONTENT, Files.readAllBytes(file));
    }
  }

  @Test
  void aLengthPastTheEndMakesAFileOnWindowsLonger() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file).offset(65536).length(100))) {
      assertEquals(100, m.length());
      assertEquals(65636, Files.size(file));
      m.set(99, 1);
    }
    assertEquals(1, Files.readAllBytes(file)[65635]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, LENGTH, LENGTH + 1})
  void aFileOnWindowsBecomesAsLongAsIsMappedAndNoShorter(long length) throws IOException {
    onWindows(Mmap.builder().path(file).length(length)).close();
    assertEquals(Math.max(LENGTH, length), Files.size(file));
  }

  @Test
  void aFileThatBecameLongerInVainIsAsItWas() throws IOException {
    windows.failMaps(1);
    MmapBuilder builder = Mmap.builder().path(file).length(100_000);
    MmapException e = assertThrows(MmapException.class, () -> onWindows(builder));
    assertEquals("mmap ENOMEM", e.call() + " " + e.errnoName());
    assertTrue(e.getMessage().contains("MapViewOfFile: Windows error 8"), e.getMessage());
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void whatMayNotBeWrittenIsNotMadeLonger() throws IOException {
    for (Access access : new Access[] {Access.READ, Access.COPY}) {
      MmapBuilder builder = Mmap.builder().path(file).access(access).length(LENGTH + 1);
      assertThrows(IllegalArgumentException.class, () -> onWindows(builder));
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void anEmptyFileIsRefusedOnWindowsToo() throws IOException {
    Files.write(file, new byte[0]);
    assertThrows(
        IllegalArgumentException.class, () -> onWindows(Mmap.builder().path(file)).close());
  }

  @Test
  void anOffsetOnWindowsIsAMultipleOf64KiB() throws IOException {
    MmapBuilder builder = Mmap.builder().path(file).offset(4096);
    MmapException e = assertThrows(MmapException.class, () -> onWindows(builder));
    assertTrue(e.getMessage().contains("1132, ERROR_MAPPED_ALIGNMENT"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, LENGTH - 1, LENGTH, LENGTH + 1, 100_000})
  void aFileIsResizedOnWindows(long length) throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      MemorySegment before = m.asSegment();
      m.resize(length);
      assertEquals(length, m.length());
      assertArrayEquals(Arrays.copyOf(CONTENT, (int) length), m.getSlice(0));
      assertArrayEquals(Arrays.copyOf(CONTENT, (int) length), Files.readAllBytes(file));
      assertThrows(IllegalStateException.class, () -> before.get(JAVA_BYTE, 0));
      m.set(-1, 9);
      assertEquals(9, Files.readAllBytes(file)[(int) length - 1]);
    }
  }

  @Test
  void aFileThatIsMappedTwiceOnWindowsBecomesNoShorter() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      try (Mmap other = onWindows(Mmap.builder().path(file))) {
        MmapException e = assertThrows(MmapException.class, () -> m.resize(5));
        assertTrue(e.getMessage().contains(MAPPED_ELSEWHERE), e.getMessage());
        assertUnchanged(m);
        assertUnchanged(other);
      }
      m.resize(5);
      assertEquals(5, Files.size(file));
    }
  }

  @Test
  void aResizeOnWindowsThatCanNotMapLeavesAllAsItWas() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      windows.failMaps(1);
      MmapException e = assertThrows(MmapException.class, () -> m.resize(100_000));
      assertEquals("mmap ENOMEM", e.call() + " " + e.errnoName());
      assertUnchanged(m);
    }
  }

  @Test
  void whereWindowsMapsNothingAnyMoreTheMappingHasNoByte() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      windows.failMaps(2);
      MmapException e = assertThrows(MmapException.class, () -> m.resize(100_000));
      assertEquals(1, e.getSuppressed().length);
      assertEquals(0, m.length());
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(0));
      assertArrayEquals(CONTENT, Files.readAllBytes(file));
      m.resize(LENGTH);
      assertUnchanged(m);
    }
  }

  @Test
  void aPrivateMappingOfAFileIsNotResizedOnWindows() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file).flags(MapFlag.PRIVATE))) {
      m.set(0, 1);
      assertEquals(
          "ENOSYS", assertThrows(MmapException.class, () -> m.resize(LENGTH + 1)).errnoName());
      assertEquals(1, m.get(0));
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void roomIsReservedOnWindows() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file).preallocate())) {
      m.resize(100_000);
      assertEquals(0, m.get(-1));
    }
    MmapBuilder memory = Mmap.builder().anonymous().length(1).preallocate();
    assertThrows(UnsupportedOperationException.class, () -> onWindows(memory));
  }

  @Test
  void anAppenderGrowsAFileOnWindows() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().path(file))) {
      try (Appender appender = m.appender()) {
        appender.write(CONTENT);
      }
      assertEquals(2L * LENGTH, m.length());
    }
    assertEquals(2L * LENGTH, Files.size(file));
  }

  /** Checks that memory can be resized and that new bytes are zero. */
  private static void assertResizesAndIsZero(Mmap m) throws IOException {
    m.setSlice(0, CONTENT);
    m.resize(LENGTH - 5); // within a page
    m.resize(LENGTH);
    assertArrayEquals(Arrays.copyOf(Arrays.copyOf(CONTENT, LENGTH - 5), LENGTH), m.getSlice(0));
    m.setSlice(0, CONTENT);
    m.resize(5 * LENGTH);
    assertArrayEquals(Arrays.copyOf(CONTENT, 5 * LENGTH), m.getSlice(0));
    m.resize(100);
    assertArrayEquals(Arrays.copyOf(CONTENT, 100), m.getSlice(0));
    m.resize(LENGTH);
    assertArrayEquals(Arrays.copyOf(Arrays.copyOf(CONTENT, 100), LENGTH), m.getSlice(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "PRIVATE"})
  void anonymousMemoryIsResizedOnWindows(MapFlag flag) throws IOException {
    try (Mmap m = onWindows(Mmap.builder().anonymous().length(LENGTH).flags(flag))) {
      assertResizesAndIsZero(m);
      assertEquals(LENGTH, m.size());
      assertFalse(m.capabilities().contains(Capability.NAME));
      assertThrows(UnsupportedOperationException.class, () -> m.setName("name"));
    }
  }

  @Test
  void memoryThatCanNotBeNamedAsItShouldIsNotMade() {
    MmapBuilder builder = Mmap.builder().anonymous().length(LENGTH).name("name");
    assertThrows(UnsupportedOperationException.class, () -> onWindows(builder));
  }

  @Test
  void memoryOnWindowsThatCanNotGrowIsAsItWas() throws IOException {
    try (Mmap m = onWindows(Mmap.builder().anonymous().length(LENGTH))) {
      m.setSlice(0, CONTENT);
      windows.failMaps(1);
      assertThrows(MmapException.class, () -> m.resize(5 * LENGTH));
      assertArrayEquals(CONTENT, m.getSlice(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "PRIVATE"})
  void anonymousMemoryIsResizedWhereThereIsNoFileInMemory(MapFlag flag) throws IOException {
    MmapBuilder builder = Mmap.builder().anonymous().length(LENGTH).flags(flag);
    try (Mmap m = builder.map(new WithoutRemap(NativeAccess.os()))) {
      assertResizesAndIsZero(m);
    }
  }

  @Test
  void windowsMapsNoEmptyFileByItsOwnCalls() throws IOException {
    Files.write(file, new byte[0]);
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> onWindows(Mmap.builder().path(file).orEmpty()));
    assertTrue(e.getMessage().startsWith(file + ": an empty file can't be"), e.getMessage());
    assertEquals(0, Files.size(file));
  }

  // ---- tagnames on Windows

  @Test
  void aTaggedFileMustNotBeEmpty() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> tagged(Mmap.builder().path(file).orEmpty()).close());
    assertEquals("orEmpty and tagname can't be combined", e.getMessage());
  }

  private Mmap tagged(MmapBuilder builder) throws IOException {
    return builder.tagname("tag").map(windows.os(), windows.names());
  }

  @Test
  void theSameTagOnWindowsIsTheSameMemory() throws IOException {
    try (Mmap one = tagged(Mmap.builder().anonymous().length(LENGTH));
        Mmap other = tagged(Mmap.builder().fileno(-1).length(LENGTH))) {
      one.set(0, 1);
      other.set(-1, 2);
      assertEquals(1, other.get(0));
      assertEquals(2, one.get(-1));
      assertEquals(LENGTH, one.size());
      one.flush();
      assertEquals(0, windows.settled());
    }
  }

  @Test
  void aTagOnWindowsIsThereWhileSomebodyHasIt() throws IOException {
    Mmap one = tagged(Mmap.builder().anonymous().length(LENGTH));
    one.set(0, 1);
    try (Mmap other = tagged(Mmap.builder().anonymous().length(LENGTH))) {
      one.close();
      try (Mmap third = tagged(Mmap.builder().anonymous().length(LENGTH))) {
        assertEquals(1, third.get(0));
      }
      assertEquals(1, other.get(0));
    }
    try (Mmap anew = tagged(Mmap.builder().anonymous().length(LENGTH))) {
      assertEquals(0, anew.get(0));
    }
  }

  @Test
  void aTagOnWindowsThatHasOtherPagesIsRefused() throws IOException {
    try (Mmap one = tagged(Mmap.builder().anonymous().length(LENGTH))) {
      MmapBuilder longer = Mmap.builder().anonymous().length(2 * LENGTH);
      MmapException e = assertThrows(MmapException.class, () -> tagged(longer));
      assertEquals("CreateFileMappingW EEXIST", e.call() + " " + e.errnoName());
      assertEquals(LENGTH, one.length());
    }
  }

  @Test
  void whatHasATagOnWindowsKeepsItsLength() throws IOException {
    for (MmapBuilder builder :
        new MmapBuilder[] {Mmap.builder().anonymous().length(LENGTH), Mmap.builder().path(file)}) {
      try (Mmap m = tagged(builder)) {
        assertFalse(m.capabilities().contains(Capability.RESIZE));
        assertTrue(m.capabilities().contains(Capability.SIZE));
        assertThrows(UnsupportedOperationException.class, () -> m.resize(5));
        assertEquals(LENGTH, m.length());
        assertEquals(LENGTH, m.size());
      }
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void aFileOnWindowsIsMappedUnderATag() throws IOException {
    Path second = Files.write(directory.resolve("second"), new byte[LENGTH]);
    try (Mmap one = tagged(Mmap.builder().path(file));
        Mmap same = tagged(Mmap.builder().path(second))) {
      assertArrayEquals(CONTENT, same.getSlice(0)); // the tag's content, whatever the file
      same.set(0, 77);
      assertEquals(77, one.get(0));
      one.flush();
      assertEquals(1, windows.settled());
    }
    assertEquals(77, Files.readAllBytes(file)[0]);
    try (Mmap anew = tagged(Mmap.builder().path(second))) {
      assertArrayEquals(new byte[LENGTH], anew.getSlice(0));
    }
  }

  @Test
  void aFileUnderATagOnWindowsIsMappedWithoutItsHandle() throws IOException {
    try (Mmap m = tagged(Mmap.builder().path(file).trackFd(false))) {
      assertArrayEquals(CONTENT, m.getSlice(0));
      assertThrows(IllegalStateException.class, m::size);
    }
  }

  @Test
  void aMappingUnderATagThatFailsLeavesNothingOpen() {
    for (MmapBuilder builder :
        new MmapBuilder[] {Mmap.builder().anonymous().length(LENGTH), Mmap.builder().path(file)}) {
      windows.failMaps(1);
      assertThrows(MmapException.class, () -> tagged(builder));
      assertEquals(0, windows.open());
    }
  }

  @Test
  void aSectionsHandleOnWindowsIsMappedAsMemory() throws IOException {
    NamedMemory.Named made = windows.names().create("other", LENGTH);
    try (Mmap m = onWindows(Mmap.builder().fileno(made.fd()).length(LENGTH))) {
      m.set(0, 1);
      m.flush();
      assertEquals(LENGTH, m.size());
      assertFalse(m.capabilities().contains(Capability.RESIZE));
    }
    made.owner().release();
    windows.os().close(made.fd());
  }
}
