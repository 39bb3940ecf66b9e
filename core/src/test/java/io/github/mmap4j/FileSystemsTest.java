package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Follower.Event;
import io.github.mmap4j.harness.Command;
import io.github.mmap4j.harness.Disk;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks on a disk of each file system what a mapping promises of its file. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the file systems are those of Linux")
@ParameterizedClass
@EnumSource(Disk.Type.class)
class FileSystemsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 5 * PAGE + 123;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  /** The largest distance at which a hole may begin after data: a compressed extent of Btrfs. */
  private static final int EXTENT = 1 << 17;

  @Parameter Disk.Type type;
  @TempDir Path directory;
  private Disk disk;
  private Path file;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    disk = Disk.mount(type, directory);
    file = disk.root().resolve("file");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.unmount();
    }
  }

  private void assertFile(byte[] content) throws IOException {
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  private static void truncate(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.truncate(length);
    }
  }

  /** Makes a file of {@code length} bytes that is one hole. */
  private static void makeHole(Path file, long length) throws IOException {
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(length);
    }
  }

  @Test
  void aNewFileHasZerosAndTakesStoresAndWrites() throws IOException {
    try (Mmap m = Mmap.create(file, LENGTH)) {
      assertFile(new byte[LENGTH]);
      m.setSlice(0, CONTENT);
      assertFile(CONTENT);
      Files.write(file, new byte[] {7}, WRITE);
      assertEquals(7, m.get(0));
      m.flush();
    }
    try (Mmap m = Mmap.builder().path(file).offset(PAGE).access(Access.COPY).map()) {
      assertArrayEquals(Arrays.copyOfRange(CONTENT, PAGE, LENGTH), m.getSlice(0));
      m.set(0, (CONTENT[PAGE] ^ 1) & 0xff);
    }
    assertEquals(CONTENT[PAGE], Files.readAllBytes(file)[PAGE]);
  }

  @Test
  void resizingKeepsTheBytesAndAddsZeros() throws IOException {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.open(file)) {
      for (int length : new int[] {20 * PAGE + 1, LENGTH, PAGE + 10, PAGE + 20, 3 * PAGE, 7}) {
        byte[] expected = Arrays.copyOf(m.getSlice(0), length);
        m.resize(length);
        assertArrayEquals(expected, m.getSlice(0));
        assertFile(expected);
      }
    }
  }

  @Test
  void growthInPlaceMovesNothingAndAppendsInPlace() throws IOException {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.builder().path(file).reserve(1L << 30).map()) {
      MemorySegment first = m.asSegment();
      m.resize(100L * PAGE);
      m.set(-1, 9);
      m.resize(LENGTH);
      MemorySegment second = m.asSegment();
      try (Appender appender = m.appender()) {
        appender.write(CONTENT);
      }
      assertFalse(first.scope().isAlive(), "shrinking ended it");
      assertEquals(second.address(), m.asSegment().address());
      assertArrayEquals(CONTENT, second.toArray(JAVA_BYTE));
      Files.write(file, CONTENT, APPEND);
      assertEquals(3L * LENGTH, m.refresh());
      assertArrayEquals(CONTENT, second.toArray(JAVA_BYTE));
      assertArrayEquals(CONTENT, m.getSlice(2L * LENGTH));
    }
  }

  /** Checks that an exception of a call or of a fault says that the disk is full. */
  private void assertIsFull(Exception e, String call) {
    if (e instanceof MmapException refused) {
      assertEquals(call + " ENOSPC", refused.call() + " " + refused.errnoName());
      return;
    }
    String said = assertInstanceOf(MappingFaultException.class, e).getMessage();
    boolean isKnown = said.contains("no space is left to fill a hole");
    assertTrue(isKnown || said.contains("its disk is full (its file system reports "), said);
  }

  @Test
  void aFullDiskLeavesWhatWasAppended() throws Exception {
    assumeFalse(type.copiesOnWrite(), "one store may take minutes when this disk is nearly full");
    Files.createFile(file);
    Path filler = disk.fill();
    byte[] record = Kind.content(1000);
    try (Appender appender = Appender.open(file)) {
      MmapException e =
          assertThrows(
              MmapException.class,
              () -> {
                while (appender.length() < 64 << 20) {
                  appender.write(record);
                }
              });
      assertIsFull(e, "pwrite");
      long full = appender.length();
      assertEquals(0, full % record.length, "records are appended whole");
      disk.free(filler);
      appender.write(record);
      assertEquals(full + record.length, appender.length());
    }
    byte[] all = Files.readAllBytes(file);
    assertEquals(0, all.length % record.length);
    for (int at = 0; at < all.length; at += record.length) {
      assertArrayEquals(record, Arrays.copyOfRange(all, at, at + record.length));
    }
  }

  @Test
  void aFullDiskRefusesToReserveAndChangesNothing() throws Exception {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.builder().path(file).preallocate().map()) {
      Path filler = disk.fill();
      MmapException e = assertThrows(MmapException.class, () -> m.resize(64 << 20));
      assertEquals("posix_fallocate ENOSPC", e.call() + " " + e.errnoName());
      assertArrayEquals(CONTENT, m.getSlice(0));
      assertFile(CONTENT);
      disk.free(filler);
      m.resize(1 << 20);
      m.setSlice(LENGTH, Kind.content((1 << 20) - LENGTH));
      assertArrayEquals(Kind.content((1 << 20) - LENGTH), m.getSlice(LENGTH));
      m.flush();
    }
  }

  @Test
  void aFullDiskTakesNoStoreIntoAHoleWhichIsTyped() throws Exception {
    int length = 8 << 20;
    makeHole(file, length);
    Path filler = disk.fill();
    byte[] ones = new byte[length];
    Arrays.fill(ones, (byte) 1);
    try (Mmap m = Mmap.open(file)) {
      MappingFaultException e =
          assertThrows(MappingFaultException.class, () -> m.setSlice(0, ones));
      assertIsFull(e, "");
      assertEquals(length, e.fileSize());
      disk.free(filler);
      m.setSlice(0, ones);
      m.flush();
    }
    assertFile(ones);
  }

  @Test
  void aStoreIntoAFileThatBecameImmutableIsDoneOrTyped() throws Exception {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.open(file)) {
      m.set(0, CONTENT[0]);
      assumeTrue(Command.runs("chattr", "+i", file.toString()), "the attribute can't be set");
      try {
        assertTrue(isStored(m, 0) && isStored(m, PAGE));
      } catch (MappingFaultException e) {
        assertTrue(e.getMessage().contains("was made immutable"), e.getMessage());
        assertEquals(LENGTH, e.fileSize());
      } finally {
        assertTrue(Command.runs("chattr", "-i", file.toString()));
      }
      assertTrue(isStored(m, 0) && isStored(m, PAGE));
    }
  }

  private static boolean isStored(Mmap m, long offset) {
    int other = ~m.get(offset) & 0xff;
    m.set(offset, other);
    return m.get(offset) == other;
  }

  @Test
  void truncationUnderTheMappingIsTypedAndRepaired() throws IOException {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.open(file)) {
      m.getSlice(0);
      truncate(file, PAGE + 10);
      var e = assertThrows(MappingFaultException.class, () -> m.get(3 * PAGE));
      assertEquals(PAGE + 10, e.fileSize());
      assertEquals(LENGTH, e.mappingLength());
      assertThrows(MappingFaultException.class, () -> m.set(3 * PAGE, 1));
      assertThrows(MappingFaultException.class, () -> m.getSlice(0));
      byte[] left = Arrays.copyOf(CONTENT, PAGE + 10);
      assertArrayEquals(left, m.getSlice(0, PAGE + 10));
      assertFile(left);
      Files.write(file, CONTENT, WRITE);
      assertArrayEquals(CONTENT, m.getSlice(0));
      truncate(file, 0);
      assertThrows(MappingFaultException.class, () -> m.get(0));
      assertEquals(0, m.refresh());
      Files.write(file, CONTENT, APPEND);
      assertEquals(LENGTH, m.refresh());
      assertArrayEquals(CONTENT, m.getSlice(0));
    }
  }

  @Test
  void bytesStoredBehindTheEndNeverComeBack() throws IOException {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.open(file)) {
      truncate(file, PAGE + 10);
      m.set(PAGE + 20, 0x55); // in the last page, which reaches past the end
      assertEquals(PAGE + 10, m.refresh());
      m.resize(3L * PAGE);
      byte[] expected = Arrays.copyOf(Arrays.copyOf(CONTENT, PAGE + 10), 3 * PAGE);
      assertArrayEquals(expected, m.getSlice(0));
      assertFile(expected);
    }
  }

  private static void assertNear(long expected, long found) {
    assertTrue(Math.abs(found - expected) <= EXTENT, found + " instead of " + expected);
  }

  @Test
  void holesAreFoundSkippedAndPunched() throws Exception {
    int length = 16 << 20;
    int at = 5 << 20;
    makeHole(file, length);
    try (Mmap m = Mmap.open(file)) {
      assertEquals(length, m.nextData(0));
      m.setSlice(at, at + LENGTH, CONTENT);
      assertNear(at, m.nextData(0));
      assertNear(at + LENGTH, m.nextHole(at));
      m.flush();
      assertNear(at, m.nextData(0));
      assertNear(at + LENGTH, m.nextHole(at));
      assertEquals(length, m.nextData(m.nextHole(at + LENGTH)));
      assertEquals(at + LENGTH - 1, m.rfind(new byte[] {CONTENT[LENGTH - 1]}));
      assertEquals(at, m.find(CONTENT));
      String[] punch = {"fallocate", "-p", "-o", "" + at, "-l", "" + (1 << 20), "" + file};
      assertTrue(Command.runs(punch));
      assertEquals(length, m.nextData(at));
      assertArrayEquals(new byte[LENGTH], m.getSlice(at, at + LENGTH));
    }
  }

  @Test
  void refreshFollowsTheFileAndShowsNothingElse() throws IOException {
    Files.write(file, CONTENT);
    try (Mmap m = Mmap.open(file, Access.READ)) {
      for (int length : new int[] {LENGTH + 3 * PAGE, PAGE, 1, 0, 40 * PAGE}) {
        byte[] content = Kind.content(length);
        Files.write(file, content);
        assertEquals(length, m.refresh());
        assertArrayEquals(content, m.getSlice(0));
      }
    }
  }

  private static void assertNext(Follower follower, Object... expected) throws Exception {
    for (Object each : expected) {
      Event event = follower.next(LONG);
      assertEquals(each, event == Event.LINE ? follower.line(UTF_8) : event);
    }
  }

  @Test
  void aFileIsFollowedThroughItsChanges() throws Exception {
    Files.writeString(file, "one\ntwo\npart");
    try (Follower follower = Follower.open(file)) {
      assertNext(follower, "one", "two");
      try (Appender appender = Appender.open(file)) {
        appender.write("ial\n".getBytes(UTF_8));
        assertNext(follower, "partial");
      }
      truncate(file, 0);
      assertNext(follower, Event.TRUNCATED);
      Files.writeString(file, "three\n", APPEND);
      assertNext(follower, "three");
      Path old = Files.move(file, disk.root().resolve("old"));
      assertNext(follower, Event.DELETED);
      Files.writeString(old, "four\n", APPEND);
      assertNext(follower, "four");
      Files.writeString(file, "five\n");
      assertNext(follower, Event.CREATED, "five");
    }
  }

  @Test
  void whatWasFlushedSurvivesACrashOfTheSystem() throws Exception {
    assumeTrue(type != Disk.Type.TMPFS, "tmpfs keeps nothing");
    Path log = disk.root().resolve("log");
    try (Mmap m = Mmap.create(file, LENGTH);
        Appender appender = Appender.open(log)) {
      m.setSlice(0, CONTENT);
      m.flush();
      m.resize(2L * LENGTH);
      m.setSlice(LENGTH, CONTENT);
      m.flushRange(LENGTH, LENGTH);
      appender.write(CONTENT);
      appender.flush();
      appender.write(CONTENT);
      disk.copy();
    }
    disk = disk.mountCopy();
    byte[] twice = Arrays.copyOf(CONTENT, 2 * LENGTH);
    System.arraycopy(CONTENT, 0, twice, LENGTH, LENGTH);
    assertArrayEquals(twice, Files.readAllBytes(disk.root().resolve("file")));
    byte[] appended = Files.readAllBytes(disk.root().resolve("log"));
    assertArrayEquals(CONTENT, Arrays.copyOf(appended, LENGTH));
  }
}
