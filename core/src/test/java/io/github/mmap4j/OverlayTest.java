package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Command;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.MachineLock;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Maps files on overlayfs, as containers have it. A file of the lower layer is copied to the upper
 * layer when it is first opened for writing, and a mapping shows the old copy from then on.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "overlayfs is a file system of Linux")
@ParameterizedClass
@EnumSource(OverlayTest.Layers.class)
class OverlayTest {
  private static final int LENGTH = 2 * Mmap.PAGESIZE + 10;
  private static final byte[] LOG = "one\ntwo\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FILES = 20;
  private static final Path MEMORY = Path.of("/dev/shm");

  /** The file systems of the layers. */
  enum Layers {
    DISK(""),
    TMPFS(""),
    LOWER_ON_TMPFS(""),
    /** Copies the metadata first, and the bytes only when the file is opened for writing. */
    METACOPY("metacopy=on,");

    private final String options;

    Layers(String options) {
      this.options = options;
    }
  }

  @Parameter Layers layers;
  @TempDir Path disk;
  private Path memory;
  private Path merged;
  private Path lower;
  private Path file;
  private byte[] content;

  /** Held because a mapping asks whether any overlay of the machine copies bytes later. */
  private MachineLock overlays;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    overlays = new MachineLock("overlays");
    assumeTrue(
        Files.isWritable(MEMORY) && Command.runs("mountpoint", "-q", "" + MEMORY),
        "needs the tmpfs " + MEMORY);
    memory = Files.createTempDirectory(MEMORY, "mmap4j-overlay");
    Path below = layers == Layers.DISK || layers == Layers.METACOPY ? disk : memory;
    Path above = layers == Layers.TMPFS ? memory : disk;
    lower = Files.createDirectory(below.resolve("lower"));
    Path upper = Files.createDirectory(above.resolve("upper"));
    Path work = Files.createDirectory(above.resolve("work"));
    content = Kind.content(LENGTH);
    Files.write(lower.resolve("file"), content);
    for (int i = 0; i < FILES; i++) {
      Files.write(lower.resolve("log" + i), LOG);
    }
    Files.createFile(lower.resolve("empty"));
    Path target = Files.createDirectory(disk.resolve("merged"));
    String options =
        layers.options + "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work;
    assumeTrue(
        Command.runs("mount", "-t", "overlay", "overlay", "-o", options, "" + target),
        "needs the right to mount an overlay");
    merged = target;
    file = merged.resolve("file");
  }

  @AfterEach
  void unmount() throws Exception {
    try {
      if (merged != null) {
        assertTrue(Command.runs("umount", "" + merged), "umount");
      }
      if (memory != null) {
        assertTrue(Command.runs("rm", "-rf", "" + memory), "rm");
      }
    } finally {
      if (overlays != null) {
        overlays.close();
      }
    }
  }

  /** Overwrites bytes as another process would, which copies the file to the upper layer first. */
  private void write(long at, byte... bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
      int end = (int) at + bytes.length;
      content = end > content.length ? Arrays.copyOf(content, end) : content;
      System.arraycopy(bytes, 0, content, (int) at, bytes.length);
    }
  }

  private void assertShown(Mmap m) throws IOException {
    assertEquals(content.length, m.refresh());
    assertArrayEquals(content, m.getSlice(0));
    assertArrayEquals(content, m.asSegment().toArray(JAVA_BYTE));
    assertEquals(content.length, m.size());
  }

  /** Checks that {@code m} shows the file after each of its changes. */
  private void assertFollows(Mmap m) throws IOException {
    MemorySegment before = m.asSegment();
    assertShown(m);
    assertSame(before.scope(), m.asSegment().scope(), "nothing was mapped anew");
    write(3, (byte) 'X', (byte) 'Y');
    assertShown(m);
    assertFalse(before.scope().isAlive());
    write(5, (byte) 'Z');
    assertShown(m);
    write(content.length + 3L * Mmap.PAGESIZE, (byte) 7);
    assertShown(m);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(100);
      content = Arrays.copyOf(content, 100);
    }
    assertShown(m);
  }

  @Test
  void aRefreshShowsTheCopyByPath() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertFollows(m);
    }
  }

  @Test
  void aRefreshShowsTheCopyWithoutNativeAccess() throws IOException {
    try (Mmap m = Internals.map(Mmap.builder().path(file).access(Access.READ), null)) {
      assertFollows(m);
    }
  }

  @Test
  void aRefreshShowsTheCopyOfAConfinedMapping() throws IOException {
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).confined().map()) {
      assertFollows(m);
    }
  }

  @Test
  void aDescriptorThatWasOpenedBeforeShowsTheCopyFromTheStart() throws IOException {
    SystemCalls os = NativeAccess.os();
    int fd = os.open(file.toString().getBytes(StandardCharsets.UTF_8), false);
    write(3, (byte) 'X');
    try (Mmap m = Mmap.builder().fileno(fd).access(Access.READ).map()) {
      assertArrayEquals(content, m.getSlice(0));
      assertShown(m);
    } finally {
      os.close(fd);
    }
  }

  @Test
  void aRefreshShowsACopyThatWasRenamedOrDeleted() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      write(3, (byte) 'X');
      Files.move(file, merged.resolve("other"));
      assertShown(m);
    }
    file = merged.resolve("other");
    try (Mmap m = Mmap.open(file, Access.READ)) {
      write(4, (byte) 'Y');
      Files.delete(file);
      assertShown(m);
    }
  }

  @Test
  void aChangeOfTheModeIsNoticedIfTheBytesAreCopiedLater() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      assertShown(m);
      write(3, (byte) 'X');
      assertShown(m);
    }
  }

  @Test
  void theMappingStaysOverACopyThatIsOnlyWritten() throws IOException {
    assumeTrue(layers != Layers.METACOPY, "the times can't tell where the bytes are copied later");
    write(3, (byte) 'X');
    try (Mmap m = Mmap.open(file, Access.READ)) {
      MemorySegment before = m.asSegment();
      write(4, (byte) 'Y');
      assertShown(m);
      assertTrue(before.scope().isAlive());
    }
  }

  @Test
  void anOffsetAndAnEmptyFileAreKept() throws IOException {
    try (Mmap m =
        Mmap.builder().path(file).access(Access.READ).offset(Mmap.ALLOCATIONGRANULARITY).map()) {
      Files.write(file, new byte[0]);
      assertEquals(0, m.refresh());
      assertEquals(-1, m.find(new byte[] {1}, 0));
      Files.write(file, content);
      assertEquals(LENGTH - Mmap.ALLOCATIONGRANULARITY, m.refresh());
      assertArrayEquals(
          Arrays.copyOfRange(content, Mmap.ALLOCATIONGRANULARITY, LENGTH), m.getSlice(0));
    }
  }

  @Test
  void adviceAndLocksAreKept() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      String before = Proc.status("VmLck");
      m.lock(0, 10);
      String locked = Proc.status("VmLck");
      assertFalse(locked.equals(before), locked);
      write(3, (byte) 'X');
      assertShown(m);
      assertEquals(locked, Proc.status("VmLck"));
    }
  }

  @Test
  void noDescriptorOrAddressIsLeaked() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path one = merged.resolve("log" + i);
      try (Mmap m = Mmap.open(one, Access.READ)) {
        Files.write(one, new byte[] {9});
        assertEquals(1, m.refresh());
        assertEquals(9, m.get(0));
        assertEquals(1, Proc.descriptors(one.toString()).size());
        assertEquals(1, Proc.maps(one.toString()).size());
      }
    }
    assertEquals(Map.of(), Proc.descriptors(merged.toString()));
  }

  @Test
  void aPrivateCopyIsNotRefreshedOverItsWrittenPages() throws IOException {
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      m.set(0, 77);
      write(3, (byte) 'X');
      UnsupportedOperationException e =
          assertThrows(UnsupportedOperationException.class, m::refresh);
      assertTrue(e.getMessage().contains("copied up by overlayfs"), e.getMessage());
      assertEquals(77, m.get(0));
      assertEquals(LENGTH, m.length());
    }
  }

  @Test
  void aPrivateCopyKeepsItsWrittenPagesWhenTheCopyIsEmpty() throws IOException {
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      m.set(0, 77);
      Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING).close();
      assertThrows(UnsupportedOperationException.class, m::refresh);
      assertEquals(77, m.get(0));
      assertEquals(LENGTH, m.length());
    }
  }

  @Test
  void aPrivateCopyOfAnEmptyFileShowsWhatIsAdded() throws IOException {
    Path empty = merged.resolve("empty");
    try (Mmap m = Mmap.builder().path(empty).access(Access.COPY).orEmpty().map()) {
      Files.write(empty, LOG);
      m.refresh();
      assertArrayEquals(LOG, m.getSlice(0));
    }
  }

  @Test
  void aFaultIsNotBlamedOnTheDisk() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      write(3, (byte) 'X');
      try (FileChannel channel =
          FileChannel.open(lower.resolve("file"), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      MappingFaultException e =
          assertThrows(MappingFaultException.class, () -> m.get(Mmap.PAGESIZE));
      assertTrue(e.getMessage().contains("copied up by overlayfs"), e.getMessage());
      assertFalse(e.getMessage().contains("disk"), e.getMessage());
      assertShown(m);
    }
  }

  @Test
  void aFaultBehindACallersChannelIsNotBlamedOnTheDiskAlone() throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        Mmap m = Mmap.builder().channel(channel).access(Access.READ).map()) {
      write(content.length + 3L * Mmap.PAGESIZE, (byte) 7);
      assertEquals(content.length, m.refresh());
      MappingFaultException e = assertThrows(MappingFaultException.class, () -> m.get(-1));
      assertTrue(e.getMessage().contains("overlayfs has copied it"), e.getMessage());
    }
  }

  @Test
  void aWritableMappingIsOfTheUpperLayerAtOnce() throws IOException {
    try (Mmap m = Mmap.open(file)) {
      write(3, (byte) 'X');
      assertShown(m);
      m.set(4, 'Y');
      m.resize(LENGTH + 5000);
      m.set(-1, 9);
      assertArrayEquals(m.getSlice(0), Files.readAllBytes(file));
      assertEquals('Y', Files.readAllBytes(file)[4]);
    }
  }

  @Test
  void aFollowerReadsTheLinesOfTheCopy() throws Exception {
    file = merged.resolve("log0");
    content = LOG;
    try (Follower follower = Follower.open(file)) {
      assertLine("one", follower);
      assertLine("two", follower);
      write(content.length, "three\n".getBytes(StandardCharsets.US_ASCII));
      assertLine("three", follower);
      assertEquals(Follower.Event.NOTHING, follower.next(Duration.ZERO));
      write(content.length, "four\n".getBytes(StandardCharsets.US_ASCII));
      assertLine("four", follower);
    }
  }

  private static void assertLine(String expected, Follower follower) throws Exception {
    assertEquals(Follower.Event.LINE, follower.next(Duration.ofSeconds(60)));
    assertEquals(expected, follower.line(StandardCharsets.US_ASCII));
  }
}
