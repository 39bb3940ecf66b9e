package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.fork.ReplacedFilesProgram;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.harness.HidingFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tests paths of other file systems: archives, and wrappers around the default file system. */
class OtherFileSystemsTest {
  private static final byte[] RIGHT = "right\n".getBytes(UTF_8);

  @TempDir Path directory;

  /** A path whose file system gives another file than the system does. */
  private Path hiding;

  @BeforeEach
  void write() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "wrong\n");
    Files.write(directory.resolve("file" + HidingFileSystem.BEHIND), RIGHT);
    hiding = HidingFileSystem.of(file);
  }

  private static void assertRefused(Executable call, Path path) {
    var e = assertThrows(UnsupportedOperationException.class, call);
    assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
    assertTrue(e.getMessage().contains("copy the file to the default file system"), e.getMessage());
  }

  @Test
  void anEntryOfAZipFileIsRefusedWithTheWayOut() throws IOException {
    Path zip = directory.resolve("a.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.write(files.getPath("/inside"), RIGHT);
    }
    byte[] before = Files.readAllBytes(zip);
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      Path inside = files.getPath("/inside");
      for (Access access : Access.values()) {
        assertRefused(() -> Mmap.open(inside, access), inside);
      }
      assertRefused(() -> Appender.open(inside), inside);
      assertRefused(() -> Follower.open(inside), inside);
      Path none = files.getPath("/none");
      assertRefused(() -> Mmap.create(none, 1), none);
      assertRefused(() -> Appender.open(none), none);
      assertFalse(Files.exists(none));
      Path copy = Files.copy(inside, directory.resolve("copy"));
      try (Mmap m = Mmap.open(copy)) {
        assertArrayEquals(RIGHT, m.getSlice(0));
      }
    }
    assertArrayEquals(before, Files.readAllBytes(zip));
  }

  @Test
  void aClassOfTheRuntimeIsRefused() {
    Path path = Path.of(URI.create("jrt:/java.base/java/lang/Object.class"));
    assertRefused(() -> Mmap.open(path, Access.READ), path);
  }

  @Test
  void aWrappersFileIsMappedThroughItsChannel() throws IOException {
    for (Access access : Access.values()) {
      try (Mmap m = Mmap.open(hiding, access)) {
        assertArrayEquals(RIGHT, m.getSlice(0));
        assertFalse(m.capabilities().contains(Capability.ADVISE));
      }
    }
    try (Mmap m = Mmap.open(hiding)) {
      m.set(0, 'R');
      m.resize(100);
      m.flush();
    }
    Path behind = directory.resolve("file" + HidingFileSystem.BEHIND);
    assertEquals("Right\n", Files.readString(behind).substring(0, 6));
    assertEquals(100, Files.size(behind));
    assertEquals("wrong\n", Files.readString(directory.resolve("file")));
  }

  @Test
  void aMissingFileOfAWrapperIsNamed() {
    Path missing = hiding.resolveSibling("missing");
    var e = assertThrows(NoSuchFileException.class, () -> Mmap.open(missing));
    assertEquals(missing.toString(), e.getFile());
  }

  @Test
  void optionsThatNeedTheSystemsCallsAreRefusedForAWrapper() {
    MmapBuilder builder = Mmap.builder().path(hiding).preallocate();
    var e = assertThrows(UnsupportedOperationException.class, builder::map);
    assertTrue(e.getMessage().contains("default file system"), e.getMessage());
  }

  @Test
  void filesAreCreatedAppendedToAndFollowedThroughAWrapper() throws Exception {
    Path created = hiding.resolveSibling("created");
    try (Mmap m = Mmap.create(created, 10)) {
      assertArrayEquals(new byte[10], m.getSlice(0));
    }
    Path log = hiding.resolveSibling("log");
    try (Appender appender = Appender.open(log);
        Follower follower = Follower.open(log)) {
      appender.write("one\n".getBytes(UTF_8));
      assertEquals(Follower.Event.LINE, follower.next(Duration.ofSeconds(60)));
      assertEquals("one", follower.line(UTF_8));
    }
    assertEquals("one\n", Files.readString(directory.resolve("log")));
  }

  @Test
  void theDefaultFileSystemMayBeAWrapper() throws Exception {
    String option = "-Djava.nio.file.spi.DefaultFileSystemProvider=";
    String said =
        ForkedJvm.run(
            directory,
            ForkedJvm.onClassPath(option + HidingFileSystem.class.getName()),
            ReplacedFilesProgram.class,
            directory.resolve("file"));
    assertEquals("right", said.strip());
  }
}
