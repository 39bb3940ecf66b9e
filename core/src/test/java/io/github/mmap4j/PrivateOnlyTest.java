package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.fork.PrivateOnlyProgram;
import io.github.mmap4j.harness.Command;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Maps files on FUSE with direct_io, where shared mappings fail and private ones work. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "mounts a FUSE file system of Linux")
class PrivateOnlyTest {
  private static final int LENGTH = 3 * Mmap.PAGESIZE + 10;

  @TempDir Path folder;
  private Path mounted;
  private Path file;
  private byte[] content;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    Path source = Files.createDirectory(folder.resolve("source"));
    content = Kind.content(LENGTH);
    Files.write(source.resolve("file"), content);
    Path target = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        Command.runs("bindfs", "-o", "direct_io", "" + source, "" + target),
        "needs bindfs and the right to mount");
    mounted = target;
    file = target.resolve("file");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      assertTrue(Command.runs("umount", "" + mounted), "umount");
    }
  }

  private void write(long at, byte... bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  @Test
  void aFileIsReadAndTheCapabilitiesTellHow() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertArrayEquals(content, m.getSlice(0));
      assertEquals(LENGTH, m.size());
      assertFalse(m.capabilities().contains(Capability.SHARED));
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> m.set(0, 1));
    }
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).trackFd(false).map()) {
      assertArrayEquals(content, m.getSlice(0));
    }
  }

  @Test
  void aRefreshShowsWhatTheLastPageHasGained() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertEquals(content[LENGTH - 1], (byte) m.get(-1));
      write(LENGTH, (byte) 5, (byte) 6);
      assertEquals(LENGTH + 2, m.refresh());
      assertArrayEquals(new byte[] {5, 6}, m.getSlice(LENGTH));
      write(LENGTH + 2, new byte[5 * Mmap.PAGESIZE]);
      write(7, (byte) 77);
      assertEquals(LENGTH + 2 + 5 * Mmap.PAGESIZE, m.refresh());
      assertEquals(77, m.get(7));
    }
  }

  /** The kernel is not notified of bytes that are written below the mount, as by a server. */
  @Test
  void aRefreshShowsWhatOthersHaveAddedBelow() throws Exception {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertEquals(content[LENGTH - 1], (byte) m.get(-1));
      file = folder.resolve("source/file");
      write(LENGTH, (byte) 5, (byte) 6);
      long begun = System.currentTimeMillis();
      while (m.refresh() == LENGTH && System.currentTimeMillis() - begun < 60_000) {
        Thread.sleep(50); // FUSE keeps a file's size for a second
      }
      assertArrayEquals(new byte[] {5, 6}, m.getSlice(LENGTH));
    }
  }

  @Test
  void aTruncationIsATypedFaultThatIsRepaired() throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertArrayEquals(content, m.getSlice(0));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      MappingFaultException e =
          assertThrows(MappingFaultException.class, () -> m.get(2L * Mmap.PAGESIZE));
      assertEquals(100, e.fileSize());
      assertFalse(e.getMessage().contains("map the file anew"), e.getMessage());
      assertArrayEquals(Arrays.copyOf(content, 100), m.getSlice(0, 100));
      write(0, content);
      assertArrayEquals(content, m.getSlice(0));
    }
  }

  @Test
  void aWriterIsToldWhatToDo() throws IOException {
    for (MmapBuilder builder :
        new MmapBuilder[] {
          Mmap.builder().path(file), Mmap.builder().path(file).access(Access.WRITE)
        }) {
      MmapException e = assertThrows(MmapException.class, builder::map);
      assertEquals("mmap ENODEV", e.call() + " " + e.errnoName());
      assertTrue(
          e.getMessage().contains("map with Access.READ or COPY, or copy the file"),
          e.getMessage());
      assertFalse(e.getMessage().contains("terminal"), e.getMessage());
    }
    assertArrayEquals(content, Files.readAllBytes(file));
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      m.set(0, 77);
      assertEquals(77, m.get(0));
    }
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  @Test
  void whereTheJdkCanNotMapTheMessageSaysHow() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      for (MmapBuilder builder :
          new MmapBuilder[] {Mmap.builder().path(file), Mmap.builder().channel(channel)}) {
        builder.access(Access.READ);
        MmapException e = assertThrows(MmapException.class, () -> Internals.map(builder, null));
        assertTrue(e.getMessage().contains("map by path with native access"), e.getMessage());
      }
      assertTrue(channel.isOpen());
    }
  }

  /** The JDK reports an errno only as a text in the language of the system. */
  @Test
  void whereTheJdkCanNotMapTheLanguageMakesNoDifference() throws Exception {
    Path locale = folder.resolve("de_DE.UTF-8");
    assumeTrue(
        Command.runs("localedef", "-i", "de_DE", "-f", "UTF-8", "" + locale),
        "needs localedef and the source of the locale de_DE");
    List<String> german = List.of("env", "LOCPATH=" + folder, "LC_ALL=de_DE.UTF-8");
    String said =
        ForkedJvm.startUnder(
                german, folder, ForkedJvm.denied(), PrivateOnlyProgram.class, file, mounted)
            .end();
    assertTrue(said.contains("passendes Ger"), said);
  }

  @Test
  void aFolderIsStillOneThatCanNotBeMapped() {
    MmapException e =
        assertThrows(
            MmapException.class,
            () -> Mmap.builder().path(mounted).access(Access.READ).length(10).map());
    assertTrue(e.getMessage().contains("a directory"), e.getMessage());
  }

  @Test
  void aFollowerReadsEachLineOnce() throws Exception {
    Path log = Files.writeString(mounted.resolve("log"), "one\n");
    file = log;
    try (Follower follower = Follower.open(log)) {
      assertLine("one", follower);
      write(4, "two\nthr".getBytes(StandardCharsets.US_ASCII));
      assertLine("two", follower);
      write(11, "ee\n".getBytes(StandardCharsets.US_ASCII));
      assertLine("three", follower);
      assertEquals(Follower.Event.NOTHING, follower.next(Duration.ZERO));
    }
  }

  private static void assertLine(String expected, Follower follower) throws Exception {
    assertEquals(Follower.Event.LINE, follower.next(Duration.ofSeconds(60)));
    assertEquals(expected, follower.line(StandardCharsets.US_ASCII));
  }
}
