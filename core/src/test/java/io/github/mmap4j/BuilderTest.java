package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the builder's options, and which of them contradict one another. */
class BuilderTest {
  private static final int LENGTH = 2 * Mmap.ALLOCATIONGRANULARITY + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.write(directory.resolve("file"), CONTENT);
  }

  private void assertRefused(MmapBuilder builder, String part) throws IOException {
    Exception e = assertThrows(IllegalArgumentException.class, builder::map);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(Map.of(), Proc.descriptors(directory.toString()));
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void aSourceIsNeededAndOneIsEnough() {
    assertThrows(IllegalStateException.class, () -> Mmap.builder().map());
    MmapBuilder builder = Mmap.builder().path(file);
    assertThrows(IllegalStateException.class, () -> builder.path(file));
    assertThrows(IllegalStateException.class, builder::anonymous);
    assertThrows(IllegalStateException.class, () -> builder.fileno(0));
    assertThrows(NullPointerException.class, () -> Mmap.builder().path(null));
    assertThrows(NullPointerException.class, () -> Mmap.builder().channel(null));
    assertThrows(NullPointerException.class, () -> Mmap.builder().access(null));
  }

  @Test
  void aBuilderServesAgain() throws IOException {
    MmapBuilder builder = Mmap.builder().path(file).offset(Mmap.ALLOCATIONGRANULARITY).length(20);
    try (Mmap first = builder.map();
        Mmap second = builder.length(10).map()) {
      first.set(3, 99);
      assertEquals(99, second.get(3));
      assertEquals(20, first.length());
      assertEquals(10, second.length());
    }
  }

  @Test
  void aPartOfAFileIsMapped() throws IOException {
    long offset = Mmap.ALLOCATIONGRANULARITY;
    try (Mmap m = Mmap.builder().path(file).offset(offset).length(30).map()) {
      assertEquals(30, m.length());
      assertEquals(LENGTH, m.size());
      assertEquals(CONTENT[(int) offset + 29] & 0xff, m.get(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(30));
    }
  }

  @Test
  void negativeLengthsAndOffsetsAreRefusedFirst() throws IOException {
    assertRefused(Mmap.builder().path(file).length(-1).offset(-1), "length -1");
    assertRefused(
        Mmap.builder().path(file).offset(-1).access(Access.READ).flags(MapFlag.PRIVATE),
        "offset -1");
  }

  @Test
  void accessStandsAlone() throws IOException {
    MmapBuilder builder = Mmap.builder().path(file).access(Access.READ);
    assertRefused(builder.flags(MapFlag.PRIVATE), "PRIVATE");
    assertRefused(builder.flags(MapFlag.SHARED).protection(Protection.READ), "protection");
    builder.protection(Protection.WRITE, Protection.READ).map().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "PRIVATE"})
  void untrackedMemoryHasNoSizeAndNoOtherLength(MapFlag flag) throws IOException {
    MmapBuilder builder = Mmap.builder().anonymous().length(LENGTH).flags(flag).trackFd(false);
    if (flag == MapFlag.SHARED) {
      builder.name("untracked");
    }
    try (Mmap m = builder.map()) {
      assertThrows(IllegalStateException.class, m::size);
      assertThrows(IllegalStateException.class, () -> m.resize(LENGTH - 1));
      assertThrows(IllegalStateException.class, m::appender);
      assertFalse(m.capabilities().contains(Capability.SIZE));
      assertFalse(m.capabilities().contains(Capability.RESIZE));
      assertEquals(List.of(), descriptorsOf("memfd:untracked"));
      assertEquals(LENGTH, m.length());
      assertEquals(LENGTH, m.refresh());
      m.set(LENGTH - 1, 7);
      assertEquals(7, m.get(-1));
    }
  }

  /** Lists this process's descriptors of files whose name contains {@code name}. */
  private static List<Path> descriptorsOf(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : all.toList()) {
        if (Files.isSymbolicLink(fd) && Files.readSymbolicLink(fd).toString().contains(name)) {
          found.add(fd);
        }
      }
    }
    return found;
  }

  @Test
  void contradictionsAreRefused() throws IOException {
    assertRefused(Mmap.builder().path(file).flags(MapFlag.SHARED, MapFlag.PRIVATE), "both");
    assertRefused(Mmap.builder().path(file).flags(MapFlag.SHARED, MapFlag.ANON), "ANONYMOUS");
    assertRefused(Mmap.builder().path(file).name("name"), "anonymous");
    assertRefused(Mmap.builder().path(file).access(Access.READ).preallocate(), "preallocate");
    assertRefused(Mmap.builder().path(file).access(Access.COPY).preallocate(), "preallocate");
    assertRefused(Mmap.builder().path(file).trackFd(false).preallocate(), "preallocate");
    MmapBuilder untracked = Mmap.builder().anonymous().length(1).trackFd(false);
    assertRefused(untracked.preallocate(), "preallocate");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "HUGE.*") // HugePagesTest has them
  void aFlagIsTakenOrThisSystemLacksIt(MapFlag flag) throws IOException {
    MmapBuilder builder = Mmap.builder().anonymous().length(LENGTH).flags(flag, MapFlag.PRIVATE);
    if (flag == MapFlag.SHARED) {
      assertThrows(IllegalArgumentException.class, builder::map);
    } else if (flag.isSupported()) {
      try (Mmap m = builder.map()) {
        m.set(-1, 1);
        assertEquals(1, m.get(LENGTH - 1));
      }
    } else {
      Exception e = assertThrows(UnsupportedOperationException.class, builder::map);
      assertTrue(e.getMessage().contains(flag.pythonName()), e.getMessage());
    }
  }

  @Test
  void aLowAddressIsGiven() throws IOException {
    assumeTrue(MapFlag.MAP_32BIT.isSupported(), "this machine has no MAP_32BIT");
    try (Mmap m = Mmap.builder().path(file).flags(MapFlag.SHARED, MapFlag.MAP_32BIT).map()) {
      assertTrue(m.asSegment().address() < 1L << 31);
      assertEquals(CONTENT[5] & 0xff, m.get(5));
    }
  }

  @Test
  void anonymousMemoryIsZeroAndPartOfNoFile() throws IOException {
    for (Mmap m :
        new Mmap[] {
          Mmap.anonymous(LENGTH),
          Mmap.builder().fileno(-1).length(LENGTH).map(),
          Mmap.builder().anonymous().length(LENGTH).offset(Mmap.ALLOCATIONGRANULARITY).map(),
          Mmap.builder().anonymous().length(LENGTH).access(Access.COPY).map()
        }) {
      assertArrayEquals(new byte[LENGTH], m.getSlice(0));
      assertEquals(LENGTH, m.size());
      m.close();
    }
  }

  @Test
  void sharedMemoryCarriesItsName() throws IOException {
    try (var _ = Mmap.builder().anonymous().length(10).name("a name").map()) {
      assertEquals(1, Proc.maps("/memfd:a name (deleted)").size());
    }
    assertEquals(0, Proc.maps("/memfd:a name (deleted)").size());
  }

  @Test
  void privateMemoryCarriesItsNameOrIsNotMade() throws IOException {
    MmapBuilder builder =
        Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(17L * Mmap.PAGESIZE).name("mine");
    try (Mmap m = builder.map()) {
      assertEquals(1, Proc.maps("[anon:mine]").size());
      assertEquals(0, m.get(0));
    } catch (MmapException e) {
      assertEquals("prctl EINVAL", e.call() + " " + e.errnoName());
      assertTrue(Mmap.openMappings().stream().noneMatch(o -> o.length() == 17L * Mmap.PAGESIZE));
      assumeTrue(false, "this kernel was built without CONFIG_ANON_VMA_NAME");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "new\nline", "[x]", "\u00e9"})
  void aNameThatTheKernelWouldNotTakeIsRefused(String name) throws IOException {
    assertRefused(Mmap.builder().anonymous().length(1).name(name), "name");
  }

  @Test
  void aChannelTakesNoOptionThatOnlyTheSystemsCallsHave() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (MmapBuilder builder :
          new MmapBuilder[] {
            Mmap.builder().channel(channel).flags(MapFlag.SHARED, MapFlag.POPULATE),
            Mmap.builder().channel(channel).flags(MapFlag.PRIVATE),
            Mmap.builder().channel(channel).protection(Protection.READ, Protection.EXEC),
            Mmap.builder().channel(channel).protection(),
            Mmap.builder().channel(channel).trackFd(false),
            Mmap.builder().channel(channel).preallocate()
          }) {
        Exception e = assertThrows(UnsupportedOperationException.class, builder::map);
        assertTrue(e.getMessage().contains("path or fileno"), e.getMessage());
      }
    }
  }

  @Test
  void whatIsReservedIsZeroAndTheFileIsAsLong() throws IOException {
    try (Mmap m = Mmap.builder().path(file).preallocate().map()) {
      m.resize(10L * LENGTH);
      assertEquals(10L * LENGTH, Files.size(file));
      assertEquals(0, m.get(-1));
      assertArrayEquals(CONTENT, m.getSlice(0, LENGTH));
    }
  }
}
