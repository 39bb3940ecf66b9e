package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that mappings made by the JDK follow Python's rules, not the JDK's own. */
class JdkMappingTest {
  private static final int LENGTH = 3 * Mmap.PAGESIZE + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("file"), CONTENT);
  }

  private FileChannel open(StandardOpenOption... options) throws IOException {
    return FileChannel.open(file, options);
  }

  private static Mmap map(FileChannel channel, Access access) throws IOException {
    return Mmap.builder().channel(channel).access(access).map();
  }

  private static void assertEacces(String part, FileChannel channel, Access access) {
    MmapException e = assertThrows(MmapException.class, () -> map(channel, access));
    assertEquals("FileChannel.map EACCES", e.call() + " " + e.errnoName());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void aChannelThatCanNotBeReadIsRefused(Access access) throws IOException {
    for (Set<StandardOpenOption> options :
        Set.of(
            EnumSet.of(StandardOpenOption.WRITE),
            EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
      try (FileChannel channel = FileChannel.open(file, options)) {
        String part = access == Access.COPY ? "private copy" : "open for reading";
        assertEacces(part, channel, access);
      }
    }
  }

  @Test
  void aChannelForReadingIsMappedForReadingOnly() throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ)) {
      assertEacces("for writing unless access is READ", channel, Access.DEFAULT);
      assertEacces("for writing unless access is READ", channel, Access.WRITE);
      assertEacces("private copy", channel, Access.COPY);
      try (Mmap m = map(channel, Access.READ)) {
        assertArrayEquals(CONTENT, m.getSlice(0));
      }
    }
  }

  @Test
  void whatIsMappedForReadingIsNotWrittenWhateverTheChannelMay() throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ, StandardOpenOption.WRITE);
        Mmap m = map(channel, Access.READ)) {
      assertThrows(ReadOnlyBufferException.class, () -> m.set(0, 1));
      assertTrue(m.asSegment().isReadOnly());
      assertEquals(
          EnumSet.of(Capability.SIZE),
          intersection(m.capabilities(), EnumSet.of(Capability.SIZE, Capability.RESIZE)));
    }
  }

  private static Set<Capability> intersection(Set<Capability> all, Set<Capability> some) {
    Set<Capability> both = EnumSet.copyOf(all);
    both.retainAll(some);
    return both;
  }

  @Test
  void aClosedChannelIsRefused() throws IOException {
    FileChannel channel = open(StandardOpenOption.READ);
    channel.close();
    assertThrows(ClosedChannelException.class, () -> map(channel, Access.READ));
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void noFileGrowsByBeingMappedThroughAChannel(Access access) throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long[] range :
          new long[][] {
            {0, LENGTH + 1}, {Mmap.ALLOCATIONGRANULARITY, LENGTH}, {0, Long.MAX_VALUE}
          }) {
        MmapBuilder builder =
            Mmap.builder().channel(channel).access(access).offset(range[0]).length(range[1]);
        assertThrows(IllegalArgumentException.class, builder::map);
      }
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void anOffsetIsAMultipleOfTheGranularity() throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ)) {
      MmapBuilder builder = Mmap.builder().channel(channel).access(Access.READ).offset(1);
      assertEquals("EINVAL", assertThrows(MmapException.class, builder::map).errnoName());
    }
  }

  @Test
  void theChannelsPositionStays() throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.position(7);
      try (Mmap m = map(channel, Access.DEFAULT)) {
        m.resize(2L * LENGTH);
        assertEquals(7, channel.position());
        m.resize(LENGTH);
        assertEquals(LENGTH, m.size());
      }
      assertEquals(7, channel.position());
    }
  }

  @Test
  void aDeviceHasNoLengthToBeMapped() throws IOException {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "no /dev/zero");
    try (FileChannel channel = FileChannel.open(zero, StandardOpenOption.READ)) {
      MmapBuilder builder = Mmap.builder().channel(channel).access(Access.READ).length(100);
      assertThrows(IllegalArgumentException.class, builder::map);
    }
  }

  @Test
  void aFileSystemThatMapsNothingSaysSo() throws IOException {
    Path zip = directory.resolve("files.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = Files.write(files.getPath("file"), CONTENT);
      try (FileChannel channel = FileChannel.open(inside, StandardOpenOption.READ)) {
        Exception e =
            assertThrows(
                UnsupportedOperationException.class, () -> map(channel, Access.READ).close());
        assertTrue(e.getMessage().contains("file system can't map files"), e.getMessage());
      }
    }
  }

  // ---- by a path where there is no native access

  private Mmap byPath(Platform platform, long offset, long length, Access access)
      throws IOException {
    boolean writes = access == Access.DEFAULT;
    Set<Protection> protection =
        writes ? EnumSet.of(Protection.READ, Protection.WRITE) : EnumSet.of(Protection.READ);
    MapSpec spec =
        new MapSpec(
            "file",
            offset,
            length,
            access,
            protection,
            EnumSet.of(MapFlag.SHARED),
            true,
            false,
            false,
            false,
            0,
            null,
            null,
            Optional.empty());
    return new Mmap(new Mapping(spec, ChannelBacking.ofPath(spec, file, platform)));
  }

  @Test
  void aLengthPastTheEndMakesAFileOnWindowsLonger() throws IOException {
    try (Mmap m = byPath(Platform.WINDOWS, 0, 2L * LENGTH, Access.DEFAULT)) {
      assertEquals(2L * LENGTH, m.length());
      m.set(-1, 7);
    }
    byte[] now = Files.readAllBytes(file);
    assertEquals(2 * LENGTH, now.length);
    assertEquals(7, now[2 * LENGTH - 1]);
    assertEquals(0, now[LENGTH]);
  }

  @Test
  void aFileThatIsLongEnoughKeepsItsLength() throws IOException {
    byPath(Platform.WINDOWS, 0, 1, Access.DEFAULT).close();
    byPath(Platform.WINDOWS, 0, LENGTH, Access.DEFAULT).close();
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void whatIsNotWrittenIsNotMadeLonger() throws IOException {
    assertThrows(
        IllegalArgumentException.class,
        () -> byPath(Platform.WINDOWS, 0, LENGTH + 1, Access.READ).close());
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void aFileThatBecameLongerInVainIsAsItWas() throws IOException {
    MmapException e =
        assertThrows(
            MmapException.class, () -> byPath(Platform.WINDOWS, 1, LENGTH, Access.DEFAULT).close());
    assertEquals("EINVAL", e.errnoName());
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void onOtherSystemsTheFileMustBeLongEnough() throws IOException {
    for (Platform platform : EnumSet.complementOf(EnumSet.of(Platform.WINDOWS))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> byPath(platform, 0, LENGTH + 1, Access.DEFAULT).close());
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  /** A channel closes itself if an interrupted thread calls it. */
  @Test
  void anInterruptedThreadDoesNotCloseTheChannel() throws IOException {
    try (FileChannel channel = open(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Thread.currentThread().interrupt();
      try (Mmap m = map(channel, Access.DEFAULT)) {
        assertEquals(LENGTH, m.size());
        m.resize(2L * LENGTH);
        m.resize(LENGTH);
        assertEquals(LENGTH, m.refresh());
      }
      assertTrue(Thread.interrupted());
      assertTrue(channel.isOpen());
    }
  }
}
