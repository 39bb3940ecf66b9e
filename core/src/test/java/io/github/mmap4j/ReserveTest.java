package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.harness.SealedFile;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SimulatedWindows;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// This file is long because each kind of memory and each way to grow has a case.
/** Checks mappings with reserved addresses; the contract tests run for such mappings too. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux maps files past their end")
class ReserveTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 3 * PAGE + 123;
  private static final long MAXIMUM = 1L << 40;

  private enum Memory {
    FILE,
    CONFINED_FILE,
    SHARED,
    PRIVATE
  }

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.write(directory.resolve("file"), Kind.content(LENGTH));
  }

  private Mmap map(Memory memory, long maximum) throws IOException {
    Mmap m =
        switch (memory) {
          case FILE -> Mmap.builder().path(file).reserve(maximum).map();
          case CONFINED_FILE -> Mmap.builder().path(file).confined().reserve(maximum).map();
          case SHARED -> Mmap.builder().anonymous().length(LENGTH).reserve(maximum).map();
          case PRIVATE ->
              Mmap.builder()
                  .anonymous()
                  .length(LENGTH)
                  .flags(MapFlag.PRIVATE)
                  .reserve(maximum)
                  .map();
        };
    m.setSlice(0, Kind.content(LENGTH));
    return m;
  }

  private static void assertContent(MemorySegment s) {
    assertArrayEquals(Kind.content(LENGTH), s.asSlice(0, LENGTH).toArray(JAVA_BYTE));
  }

  @ParameterizedTest
  @EnumSource
  void growthMovesNothingAndKeepsAllViews(Memory memory) throws IOException {
    try (Mmap m = map(memory, MAXIMUM)) {
      MemorySegment first = m.asSegment();
      ByteBuffer buffer = m.asByteBuffer(PAGE, 10);
      for (long length = LENGTH + 1; length < 1L << 33; length *= 3) {
        m.resize(length);
        assertEquals(length, m.length());
        assertEquals(first.address(), m.asSegment().address());
        assertEquals(0, m.get(length - 1));
        m.set(length - 1, 0xff);
        m.set(length - 1, 0);
      }
      assertEquals(LENGTH, first.byteSize());
      assertContent(first);
      assertContent(m.asSegment());
      assertEquals(Kind.content(LENGTH)[PAGE + 3], buffer.get(3));
      buffer.put(3, (byte) 99);
      assertEquals(99, m.get(PAGE + 3));
    }
  }

  @Test
  void theFileHasTheNewLengthAndTheNewBytes() throws IOException {
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      m.resize(10L * PAGE);
      m.set(-1, 7);
      assertEquals(10L * PAGE, Files.size(file));
      assertEquals(7, Files.readAllBytes(file)[10 * PAGE - 1]);
    }
  }

  @Test
  void refreshShowsWhatOthersAppendAndKeepsAllViews() throws IOException {
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).reserve(MAXIMUM).map()) {
      MemorySegment first = m.asSegment();
      Files.write(file, Kind.content(5 * PAGE), StandardOpenOption.APPEND);
      assertEquals(LENGTH + 5 * PAGE, m.refresh());
      assertContent(first);
      assertArrayEquals(Kind.content(5 * PAGE), m.getSlice(LENGTH));
    }
  }

  @Test
  void anAppenderKeepsAllViewsWhileItGrowsFlushesAndCloses() throws IOException {
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      MemorySegment first = m.asSegment();
      MemorySegment longer;
      try (Appender appender = m.appender()) {
        for (int i = 0; i < 300; i++) {
          appender.write(Kind.content(1000));
          if (i % 100 == 0) {
            appender.flush();
          }
        }
        longer = m.asSegment();
        assertEquals(LENGTH + 300_000, longer.byteSize());
      }
      assertEquals(first.address(), longer.address());
      assertArrayEquals(
          Kind.content(1000), longer.asSlice(longer.byteSize() - 1000).toArray(JAVA_BYTE));
      assertContent(first);
    }
    assertEquals(LENGTH + 300_000, Files.size(file));
  }

  @ParameterizedTest
  @EnumSource
  void shrinkingInvalidatesViewsAndKeepsTheAddresses(Memory memory) throws IOException {
    try (Mmap m = map(memory, MAXIMUM)) {
      m.resize(100L * PAGE);
      MemorySegment longer = m.asSegment();
      m.getSlice(0);
      for (int at = LENGTH; at < longer.byteSize(); at += 100) {
        m.set(at, 0x55);
      }
      m.resize(PAGE + 10);
      assertFalse(longer.scope().isAlive());
      assertEquals(longer.address(), m.asSegment().address());
      MemorySegment shorter = m.asSegment();
      m.resize(200L * PAGE);
      assertEquals(longer.address(), m.asSegment().address());
      byte[] grown = m.getSlice(PAGE + 10);
      assertArrayEquals(new byte[grown.length], grown, "what was cut off doesn't come back");
      assertArrayEquals(Arrays.copyOf(Kind.content(LENGTH), PAGE + 10), m.getSlice(0, PAGE + 10));
      assertTrue(shorter.scope().isAlive());
    }
  }

  @ParameterizedTest
  @EnumSource
  void growthBeyondTheMaximumIsAsWithoutOne(Memory memory) throws IOException {
    try (Mmap m = map(memory, 10L * PAGE)) {
      MemorySegment first = m.asSegment();
      m.resize(10L * PAGE);
      assertTrue(first.scope().isAlive());
      m.resize(10L * PAGE + 1);
      assertFalse(first.scope().isAlive());
      m.resize(1L << 30);
      assertContent(m.asSegment());
      m.resize(LENGTH);
      MemorySegment again = m.asSegment();
      m.resize(1L << 29);
      assertContent(again);
      assertContent(m.asSegment());
    }
  }

  @ParameterizedTest
  @EnumSource
  void growthBeyondTheMaximumMayEndInTheSamePage(Memory memory) throws IOException {
    try (Mmap m = map(memory, LENGTH + 10)) {
      m.resize(LENGTH + 20);
      m.set(-1, 7);
      assertContent(m.asSegment());
      m.resize(10L * PAGE);
      assertEquals(7, m.get(LENGTH + 19));
      assertContent(m.asSegment());
    }
  }

  @Test
  void refreshBeyondTheMaximumMayEndInTheSamePage() throws IOException {
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).reserve(LENGTH + 10).map()) {
      Files.write(file, new byte[20], StandardOpenOption.APPEND);
      assertEquals(LENGTH + 20, m.refresh());
      assertArrayEquals(new byte[20], m.getSlice(LENGTH));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reservedAddressesTakeNoMemory(Memory memory) throws IOException {
    try (Mmap m = map(memory, MAXIMUM)) {
      String resident =
          Proc.smaps(m.asSegment().address()).stream()
              .filter(line -> line.startsWith("Rss:"))
              .findFirst()
              .orElseThrow();
      // A page that was touched may be a huge one, of up to 512 MiB where pages have 64 KiB.
      assertTrue(resident.matches("Rss: +\\d{1,6} kB"), resident);
      assertEquals(LENGTH, m.residency().length());
      OpenMapping shown =
          Mmap.openMappings().stream().filter(o -> o.length() == LENGTH).findFirst().orElseThrow();
      assertEquals(0, shown.offset());
    }
  }

  @Test
  void closingUnmapsAllReservedAddresses() throws IOException {
    long address;
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      m.resize(10L * PAGE);
      address = m.asSegment().address();
    }
    assertEquals(List.of(), Proc.maps(file.toString()));
    assertTrue(Proc.smaps(address + MAXIMUM - PAGE).isEmpty());
  }

  @Test
  void adviceAndLocksExtendWithTheMapping() throws IOException {
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      m.madvise(Advice.RANDOM);
      m.madvise(Advice.DONTDUMP, 0, PAGE);
      m.lock();
      m.resize(8L * PAGE);
      long last = m.asSegment().address() + 7L * PAGE;
      assertTrue(Proc.vmFlags(last).contains(" rr "), "the new pages are read at random");
      assertTrue(Proc.vmFlags(last).contains(" lo "), "the new pages are locked");
      assertFalse(
          Proc.vmFlags(last).contains(" dd "), "the advice for the first page alone is not");
      m.unlock();
      m.resize(PAGE);
      m.resize(8L * PAGE);
      assertFalse(Proc.vmFlags(last).contains(" lo "), "the lock has ended");
      assertTrue(Proc.vmFlags(last).contains(" rr "), "the advice has not");
    }
  }

  @Test
  void growthDuringAGuardedBodyIsNotTakenForAnEarlierFault() throws IOException {
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(0);
        assertThrows(MappingFaultException.class, () -> m.get(PAGE));
        other.write(ByteBuffer.wrap(Kind.content(LENGTH)), 0);
      }
      assertContent(m.asSegment());
      long length =
          m.guardedLong(
              s -> {
                m.resize(10L * PAGE);
                return m.length();
              });
      assertEquals(10L * PAGE, length);
    }
  }

  @Test
  void aTruncatedFileThrowsAlsoInViewsMadeBefore() throws IOException {
    try (Mmap m = map(Memory.FILE, MAXIMUM)) {
      m.resize(100L * PAGE);
      m.set(50 * PAGE, 1);
      m.resize(200L * PAGE);
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(2L * PAGE);
      }
      MappingFaultException fault =
          assertThrows(MappingFaultException.class, () -> m.get(50L * PAGE));
      assertEquals(200L * PAGE, fault.mappingLength());
      assertEquals(2L * PAGE, fault.fileSize());
      assertEquals(Kind.content(LENGTH)[PAGE] & 0xff, m.get(PAGE));
      m.refresh();
      assertEquals(2L * PAGE, m.length());
      m.resize(60L * PAGE);
      assertEquals(0, m.get(50L * PAGE));
      m.set(50L * PAGE, 2);
      assertEquals(2, Files.readAllBytes(file)[50 * PAGE]);
    }
  }

  @Test
  void anEmptyFileGrowsInPlace() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    try (Mmap m = Mmap.builder().path(empty).reserve(MAXIMUM).orEmpty().map()) {
      assertEquals(0, m.length());
      MemorySegment none = m.asSegment();
      Files.write(empty, Kind.content(3 * PAGE));
      assertEquals(3L * PAGE, m.refresh());
      assertEquals(none.address(), m.asSegment().address());
      assertArrayEquals(Kind.content(3 * PAGE), m.getSlice(0));
      Files.write(empty, new byte[0]);
      assertEquals(0, m.refresh());
      m.resize(PAGE);
      assertArrayEquals(new byte[PAGE], m.getSlice(0));
    }
  }

  @Test
  void readersNeverNoticeThatAMappingGrows() throws Exception {
    try (Mmap m = map(Memory.FILE, MAXIMUM);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      MemorySegment first = m.asSegment();
      ByteBuffer buffer = m.asByteBuffer(0, LENGTH);
      byte[] content = Kind.content(LENGTH);
      AtomicBoolean ends = new AtomicBoolean();
      Future<?> bySegment =
          threads.submit(
              () -> {
                while (!ends.get()) {
                  assertContent(first);
                }
              });
      Future<?> byBuffer =
          threads.submit(
              () -> {
                while (!ends.get()) {
                  assertEquals(ByteBuffer.wrap(content), buffer);
                }
              });
      for (int i = 1; i <= 2000; i++) {
        m.resize(LENGTH + i * 1000L);
      }
      ends.set(true);
      bySegment.get();
      byBuffer.get();
    }
  }

  @Test
  void aMaximumOutOfRangeIsRefused() {
    MmapBuilder anonymous = Mmap.builder().anonymous().length(LENGTH);
    assertMessage(
        "reserve of 0 bytes is outside %d to %d".formatted(LENGTH, Long.MAX_VALUE),
        IllegalArgumentException.class,
        () -> anonymous.reserve(0).map());
    assertMessage(
        "reserve of %d bytes is outside %d to %d".formatted(LENGTH - 1, LENGTH, Long.MAX_VALUE),
        IllegalArgumentException.class,
        () -> anonymous.reserve(LENGTH - 1).map());
    assertMessage(
        file + ": reserve of %d bytes is less than the bytes to map, %d".formatted(PAGE, LENGTH),
        IllegalArgumentException.class,
        () -> Mmap.builder().path(file).reserve(PAGE).map());
  }

  private static <X extends Exception> void assertMessage(
      String message, Class<X> type, Executable body) {
    assertEquals(message, assertThrows(type, body).getMessage());
  }

  @Test
  void moreThanTheAddressSpaceIsRefusedByTheSystem() throws IOException {
    MmapException e =
        assertThrows(MmapException.class, () -> Mmap.builder().path(file).reserve(1L << 60).map());
    assertEquals(Errno.ENOMEM, e.errno());
    assertEquals(List.of(), Proc.maps(file.toString()));
  }

  @Test
  void aPrivateMappingThatIsTooLongIsNotToldToUseTheFlagThatItHas() {
    MmapBuilder copy = Mmap.builder().path(file).flags(MapFlag.PRIVATE).reserve(1L << 60);
    MmapException e = assertThrows(MmapException.class, copy::map);
    assertEquals(Errno.ENOMEM, e.errno());
    assertFalse(e.getMessage().contains("NORESERVE"), e.getMessage());
  }

  @Test
  void whatCannotGrowInPlaceIsRefused() throws IOException {
    MmapBuilder byPath = Mmap.builder().path(file).reserve(MAXIMUM);
    assertThrows(IllegalArgumentException.class, () -> byPath.trackFd(false).map());
    MmapBuilder anonymous = Mmap.builder().anonymous().length(1).reserve(MAXIMUM);
    assertThrows(IllegalArgumentException.class, () -> anonymous.trackFd(false).map());
    assertThrows(
        IllegalArgumentException.class,
        () -> Mmap.builder().anonymous().length(1).tagname("t").reserve(MAXIMUM).map());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Mmap.builder()
                .path(file)
                .flags(MapFlag.SHARED, MapFlag.POPULATE)
                .reserve(MAXIMUM)
                .map());
    assertThrows(
        UnsupportedOperationException.class,
        () -> Mmap.builder().path(Path.of("/dev/zero")).length(PAGE).reserve(MAXIMUM).map());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThrows(
          UnsupportedOperationException.class,
          () -> Mmap.builder().channel(channel).access(Access.READ).reserve(MAXIMUM).map());
    }
    assertThrows(
        UnsupportedOperationException.class,
        () -> Internals.map(Mmap.builder().path(file).reserve(MAXIMUM), null));
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            Internals.map(Mmap.builder().path(file).reserve(MAXIMUM), new SimulatedWindows().os()));
    assertEquals(List.of(), Proc.maps(file.toString()));
    assertTrue(Proc.descriptors(file.toString()).isEmpty());
  }

  @Test
  void growthThatFailsLeavesEverythingAsItWas() throws IOException {
    try (SealedFile sealed = new SealedFile(LENGTH);
        Mmap m = Mmap.builder().path(sealed.path()).reserve(MAXIMUM).map()) {
      m.setSlice(0, Kind.content(LENGTH));
      MemorySegment first = m.asSegment();
      sealed.seal(SealedFile.SEAL_GROW);
      assertThrows(MmapException.class, () -> m.resize(LENGTH + 1));
      assertEquals(LENGTH, m.length());
      assertContent(first);
      assertEquals(first.address(), m.asSegment().address());
    }
  }
}
