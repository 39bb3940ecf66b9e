package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.harness.SealedFile;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// This file is long because it checks each promise of the appender for each kind of mapping.
class AppenderTest {
  @TempDir Path directory;

  private Path file;

  /** The ways to map memory that can grow. */
  private enum Way {
    PATH,
    CHANNEL,
    CONFINED,
    PREALLOCATED
  }

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.writeString(directory.resolve("file"), "first\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private interface Body {
    void run(Mmap m) throws IOException;
  }

  private void with(Way way, Body body) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Mmap m =
            switch (way) {
              case PATH -> Mmap.open(file);
              case CHANNEL -> Mmap.builder().channel(channel).map();
              case CONFINED -> Mmap.builder().path(file).confined().map();
              case PREALLOCATED -> Mmap.builder().path(file).preallocate().map();
            }) {
      body.run(m);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void allThatWasAppendedIsTheFile(Way way) throws IOException {
    long seed = System.nanoTime();
    System.out.println("AppenderTest: seed " + seed);
    Random random = new Random(seed);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(bytes("first\n"));
    with(
        way,
        m -> {
          try (Appender appender = m.appender()) {
            for (int i = 0; i < 500; i++) {
              byte[] some = new byte[random.nextInt(1 << random.nextInt(13))];
              random.nextBytes(some);
              expected.write(some);
              switch (random.nextInt(4)) {
                case 0 -> appender.write(some);
                case 1 -> appender.write(MemorySegment.ofArray(some));
                case 2 -> assertEquals(some.length, appender.write(ByteBuffer.wrap(some)));
                default -> {
                  byte[] within = new byte[some.length + 9];
                  System.arraycopy(some, 0, within, 4, some.length);
                  appender.write(within, 4, some.length);
                }
              }
              assertEquals(expected.size(), appender.length(), () -> "seed " + seed);
            }
          }
          assertEquals(expected.size(), m.length());
          assertArrayEquals(expected.toByteArray(), m.getSlice(0));
        });
    assertArrayEquals(expected.toByteArray(), Files.readAllBytes(file), () -> "seed " + seed);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc/self/smaps")
  void pagesThatWereCutOffComeBackWithoutWithdrawnAdviceAndLocks() throws IOException {
    Files.write(file, new byte[100]);
    try (Mmap m = Mmap.open(file)) {
      assumeTrue(m.capabilities().contains(Capability.LOCK), NativeAccess.missing());
      m.lock();
      try (Appender appender = m.appender()) {
        appender.write(new byte[5000]);
        m.madvise(Advice.RANDOM);
      }
      m.madvise(Advice.NORMAL);
      m.unlock();
      m.resize(10L * Mmap.PAGESIZE);
      for (String flags : Proc.vmFlagsOfPages(m.asSegment().address(), 10)) {
        assertFalse(flags.contains(" rr ") || flags.contains(" lo "), flags);
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc/self/smaps")
  void adviceAndUnlockingOfTheWholeMappingAreForWhatIsAppendedLater() throws IOException {
    Files.write(file, new byte[100]);
    try (Mmap m = Mmap.open(file);
        Appender appender = m.appender()) {
      assumeTrue(m.capabilities().contains(Capability.LOCK), NativeAccess.missing());
      m.lock();
      appender.write(new byte[5000]);
      m.madvise(Advice.RANDOM);
      m.unlock();
      appender.write(new byte[30_000]);
      appender.write(new byte[130_000]);
      int pages = (int) (m.length() / Mmap.PAGESIZE);
      for (String flags : Proc.vmFlagsOfPages(m.asSegment().address(), pages)) {
        assertTrue(flags.contains(" rr ") && !flags.contains(" lo "), flags);
      }
    }
  }

  @Test
  void itGrowsFewTimes() throws IOException {
    try (Mmap m = Mmap.open(file);
        Appender appender = m.appender()) {
      int growths = 0;
      MemorySegment present = m.asSegment();
      for (int i = 0; i < 100_000; i++) {
        appender.write(bytes("a line\n"));
        if (!present.scope().isAlive()) {
          growths++;
          present = m.asSegment();
        }
      }
      assertTrue(growths > 1 && growths < 12, growths + " growths");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void flushEndsTheFileThere(Way way) throws IOException {
    with(
        way,
        m -> {
          try (Appender appender = m.appender()) {
            appender.write(bytes("second\n"));
            assertTrue(Files.size(file) > 13);
            assertEquals(13, appender.length());
            appender.flush();
            assertEquals("first\nsecond\n", Files.readString(file));
            assertEquals(13, m.length());
            appender.write(bytes("third\n"));
          }
        });
    assertEquals("first\nsecond\nthird\n", Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource
  void readersOfTheMappingSeeOnlyWhatWasAppendedAndOthersSeeZerosAfterIt(Way way)
      throws IOException {
    with(
        way,
        m -> {
          SeekableByteChannel channel = m.asChannel();
          try (Appender appender = m.appender()) {
            for (int i = 1; i <= 3; i++) {
              appender.write(bytes("next\n"));
              String text = "first\n" + "next\n".repeat(i);
              assertEquals(text.length(), m.length());
              assertEquals(text.length(), channel.size());
              assertEquals(text, new String(m.inputStream().readAllBytes(), US_ASCII));
              assertEquals(text, new String(m.getSlice(0), US_ASCII));
              assertEquals(1 + i, m.lines().stream().count());
              assertEquals(text.length() - 1, m.rfind(bytes("\n")));
              assertEquals(-1, m.find(new byte[1]));
              assertEquals(text.length(), m.asSegment().byteSize());
              assertEquals(text.length(), m.guarded(MemorySegment::byteSize));
              assertEquals(text.length(), m.nextHole(0));
              assertThrows(IndexOutOfBoundsException.class, () -> m.get(text.length()));
            }
            assertTrue(m.size() > m.length());
            assertEquals(
                "first\nnext\nnext\nnext\n",
                Files.readString(file, US_ASCII).replaceAll("\0+$", ""));
          }
          assertEquals(m.length(), m.size());
        });
  }

  @Test
  void flushingMovesNothingAndKeepsViewsOfWhatWasAppended() throws IOException {
    try (Mmap m = Mmap.open(file);
        Appender appender = m.appender()) {
      appender.write(bytes("second\n"));
      MemorySegment view = m.asSegment();
      for (int i = 0; i < 10; i++) {
        appender.write(bytes("more\n"));
        appender.flush();
        assertEquals(13 + 5 * (i + 1), Files.size(file));
      }
      assertEquals("first\nsecond\n", new String(view.toArray(JAVA_BYTE), US_ASCII));
    }
    assertEquals("first\nsecond\n" + "more\n".repeat(10), Files.readString(file));
  }

  @Test
  void whatFollowsACutIsZeroWhenTheMappingGrowsAgain() throws IOException {
    try (Mmap m = Mmap.anonymous(10)) {
      try (Appender appender = m.appender()) {
        appender.write(new byte[] {1, 2, 3});
        MemorySegment view = m.asSegment();
        assertEquals(13, view.byteSize());
      }
      assertEquals(13, m.length());
      m.resize(1000);
      assertArrayEquals(new byte[987], m.getSlice(13));
    }
  }

  /** The source ends in the last of four pieces that are copied one by one. */
  private MemorySegment cutSource(Mmap m) throws IOException {
    int size = 4 << 16;
    try (FileChannel other = FileChannel.open(directory.resolve("cut"), StandardOpenOption.WRITE)) {
      other.truncate(size - Mmap.PAGESIZE);
    }
    return m.asSegment();
  }

  private Mmap wholeSource() throws IOException {
    byte[] content = new byte[4 << 16];
    Arrays.fill(content, (byte) 7);
    return Mmap.open(Files.write(directory.resolve("cut"), content), Access.READ);
  }

  @Test
  void aFailedWriteLeavesZerosInTheFile() throws IOException {
    try (Mmap source = wholeSource();
        Appender appender = Appender.open(file)) {
      appender.write(bytes("second\n"));
      MemorySegment cut = cutSource(source);
      assertThrows(MappingFaultException.class, () -> appender.write(cut));
      byte[] now = Files.readAllBytes(file);
      byte[] kept = bytes("first\nsecond\n");
      assertTrue(now.length > cut.byteSize());
      assertArrayEquals(Arrays.copyOf(kept, now.length), now);
      appender.write(bytes("third\n"));
    }
    assertEquals("first\nsecond\nthird\n", Files.readString(file));
  }

  @Test
  void aFailedWriteLeavesNothingInPrivateMemoryThatGrowsInPlace() throws IOException {
    assumeTrue(Platform.current() == Platform.LINUX, "only Linux reserves addresses");
    try (Mmap source = wholeSource();
        Mmap m =
            Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(10).reserve(1 << 20).map()) {
      MemorySegment cut = cutSource(source);
      try (Appender appender = m.appender()) {
        assertThrows(MappingFaultException.class, () -> appender.write(cut));
      }
      m.resize(1 << 20);
      assertArrayEquals(new byte[1 << 20], m.getSlice(0));
    }
  }

  @Test
  void anEmptyFileStaysEmptyWhenNothingCouldBeAppended() throws IOException {
    Path empty = directory.resolve("empty");
    try (Appender appender = Appender.open(empty)) {
      MemorySegment closed;
      try (Arena arena = Arena.ofConfined()) {
        closed = arena.allocate(10);
      }
      assertThrows(IllegalStateException.class, () -> appender.write(closed));
      assertEquals(0, appender.length());
    }
    assertEquals(0, Files.size(empty));
  }

  @Test
  void closingTheMappingClosesIt() throws IOException {
    Mmap m = Mmap.open(file);
    Appender appender = m.appender();
    appender.write(bytes("second\n"));
    m.close();
    assertFalse(appender.isOpen());
    assertEquals("first\nsecond\n", Files.readString(file));
    appender.close();
    assertThrows(ClosedChannelException.class, () -> appender.write(new byte[1]));
    assertThrows(ClosedChannelException.class, appender::flush);
  }

  @Test
  void aHoldKeepsTheMappingFromClosingIt() throws IOException {
    try (Mmap m = Mmap.open(file)) {
      Appender appender = m.appender();
      appender.write(bytes("second\n"));
      try (Hold _ = m.hold("library")) {
        assertThrows(IllegalStateException.class, m::close);
        assertTrue(appender.isOpen());
        appender.write(bytes("third\n"));
      }
    }
    assertEquals("first\nsecond\nthird\n", Files.readString(file));
  }

  @Test
  void nothingElseChangesTheLengthMeanwhile() throws IOException {
    try (Mmap m = Mmap.open(file)) {
      try (Appender appender = m.appender()) {
        appender.write(bytes("second\n"));
        long length = m.length();
        assertThrows(IllegalStateException.class, () -> m.resize(1));
        assertThrows(IllegalStateException.class, m::refresh);
        assertThrows(IllegalStateException.class, m::appender);
        assertEquals(length, m.length());
      }
      m.resize(5);
      m.appender().close();
      assertEquals("first", Files.readString(file));
    }
  }

  @Test
  void aMappingThatEndsBeforeItsFileHasNone() throws IOException {
    try (Mmap m = Mmap.builder().path(file).length(3).map()) {
      assertThrows(IllegalStateException.class, m::appender);
      m.refresh();
      m.appender().close();
    }
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertThrows(ReadOnlyBufferException.class, m::appender);
    }
    assertEquals("first\n", Files.readString(file));
  }

  private void appendByOthers(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatOthersAppendedIsNeitherOverwrittenNorCutOff(Way way) throws IOException {
    with(
        way,
        m -> {
          Appender appender = m.appender();
          appender.write(bytes("second\n"));
          long length = m.length();
          appendByOthers("others\n");
          byte[] all = Files.readAllBytes(file);
          assertThrows(IOException.class, () -> appender.write(new byte[1 << 20]));
          assertThrows(IOException.class, appender::flush);
          assertEquals(13, appender.length());
          assertEquals(length, m.length());
          assertTrue(appender.isOpen());
          assertThrows(IOException.class, appender::close);
          assertFalse(appender.isOpen());
          assertArrayEquals(all, Files.readAllBytes(file));
          assertEquals(all.length, m.refresh());
        });
  }

  @Test
  void closingTheMappingCutsOffNothingOfOthersEither() throws IOException {
    Mmap m = Mmap.open(file);
    m.appender().write(bytes("second\n"));
    appendByOthers("others\n");
    byte[] all = Files.readAllBytes(file);
    assertThrows(UncheckedIOException.class, m::close);
    assertTrue(m.isClosed());
    assertArrayEquals(all, Files.readAllBytes(file));
  }

  @Test
  void aPrivateMappingOfAFileHasNone() throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(file), true);
    try (Mmap m = Mmap.builder().fileno(fd).flags(MapFlag.PRIVATE).map()) {
      assertThrows(UnsupportedOperationException.class, m::appender);
      m.resize(3);
    } finally {
      NativeAccess.os().close(fd);
    }
    try (Mmap m = Mmap.builder().anonymous().length(3).flags(MapFlag.PRIVATE).map();
        Appender appender = m.appender()) {
      appender.write(bytes("memory"));
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "sealed files are Linux's")
  void whereTheFileMayNotGrowNothingIsAppended() throws IOException {
    try (SealedFile sealed = new SealedFile(100);
        Mmap m = Mmap.open(sealed.path())) {
      try (Appender appender = m.appender()) {
        sealed.seal(SealedFile.SEAL_GROW);
        ByteBuffer buffer = ByteBuffer.wrap(bytes("second\n"));
        assertThrows(MmapException.class, () -> appender.write(buffer));
        assertEquals(0, buffer.position());
        assertEquals(100, appender.length());
        assertEquals(100, m.length());
      }
      assertEquals(100, NativeAccess.os().status(sealed.fd()).size());
    }
  }

  @Test
  void anonymousMemoryGrowsToo() throws IOException {
    try (Mmap m = Mmap.anonymous(3)) {
      try (Appender appender = m.appender()) {
        appender.write(new byte[1 << 20]);
        appender.write(bytes("end"));
      }
      assertEquals((1 << 20) + 6, m.length());
      assertArrayEquals(bytes("end"), m.getSlice(-3));
    }
  }

  @Test
  void eachCallsBytesStayTogether() throws Exception {
    int calls = 2_000;
    try (Mmap m = Mmap.open(file);
        Appender appender = m.appender();
        var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (char letter = 'a'; letter < 'e'; letter++) {
        byte[] line = bytes(String.valueOf(letter).repeat(letter) + "\n");
        work.add(
            () -> {
              for (int i = 0; i < calls; i++) {
                appender.write(line);
              }
              return null;
            });
      }
      for (var result : threads.invokeAll(work)) {
        result.get();
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(4 * calls + 1, lines.size());
    for (String line : lines.subList(1, lines.size())) {
      assertEquals(line.charAt(0), line.length());
      assertEquals(1, line.chars().distinct().count());
    }
  }

  @Test
  void aNewFileThatCanNotBeMappedIsDeletedAgain() throws IOException {
    Path none = directory.resolve("none");
    AuditHook refusing =
        request -> {
          throw new SecurityException("refused");
        };
    Mmap.addAuditHook(refusing);
    try {
      assertThrows(SecurityException.class, () -> Appender.open(none));
      assertThrows(SecurityException.class, () -> Appender.open(file));
    } finally {
      Mmap.removeAuditHook(refusing);
    }
    assertFalse(Files.exists(none));
    assertEquals("first\n", Files.readString(file));
  }
}
