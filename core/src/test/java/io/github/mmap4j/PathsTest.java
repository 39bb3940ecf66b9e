package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests unusual file names, and files that are not regular. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names, links and pipes are POSIX's")
class PathsTest {
  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};
  private static final Duration SAFETY_NET = Duration.ofSeconds(30);

  @TempDir Path directory;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
  }

  private static void assertMaps(Path path) throws IOException {
    try (Mmap m = Mmap.open(path)) {
      assertArrayEquals(HELLO, m.getSlice(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "line\nbreak",
        "%41%",
        "a?b#c;d",
        "ünï",
        "\u65e5\u672c",
        "~",
        "'\"\\"
      })
  void anyNameIsTakenAsItIs(String name) throws IOException {
    assertMaps(Files.write(directory.resolve(name), HELLO));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "macOS has no file of such a name")
  void aNameThatIsNotUtf8IsTakenAsItsBytes() throws Exception {
    shell("printf hello > \"$(printf 'x\\377\\200y')\"");
    try (Stream<Path> all = Files.list(directory)) {
      assertMaps(all.findFirst().orElseThrow());
    }
  }

  @Test
  void relativePathsBeginAtTheWorkingDirectory() throws IOException {
    Path file = Files.write(directory.resolve("file"), HELLO);
    assertMaps(Path.of("").toAbsolutePath().relativize(file));
    assertMaps(directory.resolve("../" + directory.getFileName() + "/./file"));
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path file = Files.write(directory.resolve("file"), HELLO);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertMaps(Files.createSymbolicLink(directory.resolve("again"), link));
    Path dangling = Files.createSymbolicLink(directory.resolve("d"), directory.resolve("none"));
    assertThrows(NoSuchFileException.class, () -> Mmap.open(dangling));
    Path circle = Files.createSymbolicLink(directory.resolve("o"), directory.resolve("o"));
    assertErrno("ELOOP", assertThrows(MmapException.class, () -> Mmap.open(circle)));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = directory.resolve("missing");
    var e = assertThrows(NoSuchFileException.class, () -> Mmap.open(missing));
    assertEquals(missing.toString(), e.getFile());
    assertTrue(e.getReason().contains("ENOENT"), e.getReason());
    MmapException cause = (MmapException) e.getCause();
    assertErrno("ENOENT", cause);
    assertEquals("open", cause.call());
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void aPipeIsRefusedAtOnce(Access access) throws Exception {
    shell("mkfifo pipe");
    assertTimeoutPreemptively(
        SAFETY_NET,
        () -> {
          MmapException e =
              assertThrows(
                  MmapException.class,
                  () ->
                      Mmap.builder()
                          .path(directory.resolve("pipe"))
                          .access(access)
                          .length(1)
                          .map());
          assertErrno("ENODEV", e);
          assertTrue(e.getMessage().contains("pipe"), e.getMessage());
        });
  }

  @Test
  void aDirectoryIsRefused() {
    assertErrno("EISDIR", assertThrows(MmapException.class, () -> Mmap.open(directory)));
    MmapBuilder reading = Mmap.builder().path(directory).access(Access.READ).length(1);
    MmapException e = assertThrows(MmapException.class, reading::map);
    assertErrno("ENODEV", e);
    assertTrue(e.getMessage().contains("directory"), e.getMessage());
    assertThrows(MmapException.class, () -> Mmap.open(directory, Access.READ));
  }

  @Test
  void devZeroIsMemoryOfTheLengthAskedFor() throws IOException {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "no /dev/zero");
    try (Mmap m = Mmap.builder().path(zero).length(Mmap.PAGESIZE + 1L).map()) {
      m.set(-1, 7);
      assertEquals(7, m.get(Mmap.PAGESIZE));
      assertEquals(0, m.get(0));
      assertThrows(IOException.class, () -> m.resize(1));
      assertEquals(Mmap.PAGESIZE + 1, m.length());
    }
    assertThrows(MmapException.class, () -> Mmap.open(zero));
  }

  @Test
  void anEmptyFileIsRefusedAndNamed() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    Exception e = assertThrows(IllegalArgumentException.class, () -> Mmap.open(empty));
    assertTrue(e.getMessage().contains(empty.toString()), e.getMessage());
    assertEquals(Map.of(), Proc.descriptors(directory.toString()));
  }

  @Test
  void aPathOfAnotherFileSystemIsRefusedAndNamed() throws IOException {
    Path zip = directory.resolve("a.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = Files.write(files.getPath("/inside"), HELLO);
      Exception e = assertThrows(UnsupportedOperationException.class, () -> Mmap.open(inside));
      assertTrue(e.getMessage().contains("/inside"), e.getMessage());
    }
  }

  private static void assertErrno(String name, MmapException e) {
    assertEquals(name, e.errnoName(), e.getMessage());
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).inheritIO().start();
    assertEquals(0, shell.waitFor());
  }
}
