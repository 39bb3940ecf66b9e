package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.OpenMapping;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFileTest {
  private static final String TEXT = "a line longer than the windows\n".repeat(3);

  @TempDir Path folder;

  private Path write() throws IOException {
    return Files.writeString(folder.resolve("a.log"), TEXT);
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** Returns whether the mapping is of a path, not of a channel. */
  private static boolean isOfPath(LineFile file, Path path) throws IOException {
    assertEquals(TEXT.length(), file.mapped().end());
    return !mappingsOf(path).isEmpty();
  }

  private static List<OpenMapping> mappingsOf(Path path) {
    return Mmap.openMappings().stream()
        .filter(each -> each.source().equals(path.toString()))
        .toList();
  }

  private static String read(LineFile file, Path path) throws IOException {
    FileRange all = new FileRange(path.toString(), 0, file.length());
    LineWalk walk =
        new LineWalk(file, all, Separator.of(null), LinePredicate.ALL, new ReadBuffer(), 4);
    StringBuilder text = new StringBuilder();
    while (walk.next()) {
      text.append(new String(walk.array(), walk.index(), (int) walk.length(), UTF_8)).append('\n');
    }
    return text.toString();
  }

  @Test
  void theFileIsMappedAtItsPathIfItCanBeRecognised() throws IOException {
    Path path = write();
    try (LineFile file = LineFile.open(path.toString(), true)) {
      assertEquals(key(path) != null, isOfPath(file, path));
      assertEquals(TEXT, read(file, path));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "a folder", "empty", "shorter", "as long", "longer"})
  void aFileThatIsRenamedOrReplacedIsReadToItsEnd(String successor) throws IOException {
    for (boolean hasKey : new boolean[] {true, false}) {
      Path path = write();
      try (LineFile file =
          new LineFile(
              path.toString(),
              true,
              hasKey ? key(path) : null,
              FileChannel.open(path),
              Long.MAX_VALUE)) {
        Files.move(path, folder.resolve("old.log"));
        switch (successor) {
          case "none" -> {}
          case "a folder" -> Files.createDirectory(path);
          case "empty" -> Files.createFile(path);
          case "shorter" -> Files.writeString(path, "new\n");
          case "as long" -> Files.writeString(path, TEXT.replace(' ', '-'));
          default -> Files.writeString(path, TEXT.replace(' ', '-').repeat(2));
        }
        assertFalse(isOfPath(file, path));
        assertEquals(TEXT, read(file, path));
      }
      Files.deleteIfExists(path);
      Files.delete(folder.resolve("old.log"));
    }
  }

  @Test
  void aFileThatIsDeletedIsReadToItsEnd() throws IOException {
    Path path = write();
    try (LineFile file = LineFile.open(path.toString(), true)) {
      Files.delete(path);
      assertEquals(TEXT, read(file, path));
    }
  }

  /** Without keys, as on Windows, the file at the path may be another. */
  @Test
  void aFileWithoutAKeyIsNotMappedAtItsPath() throws IOException {
    Path path = write();
    try (LineFile file =
        new LineFile(path.toString(), true, null, FileChannel.open(path), Long.MAX_VALUE)) {
      assertFalse(isOfPath(file, path));
      assertEquals(TEXT, read(file, path));
    }
  }

  /**
   * Only some of the rounds close the file while it is being mapped, but each must leave nothing.
   */
  @Test
  void closingOnAnotherThreadLeavesNoMapping() throws Exception {
    Path path = write();
    for (int round = 0; round < 300; round++) {
      LineFile file = LineFile.open(path.toString(), false);
      CyclicBarrier start = new CyclicBarrier(2);
      Thread closer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      file.close();
                    } catch (IOException | InterruptedException | BrokenBarrierException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      start.await();
      try {
        file.mapped();
      } catch (IOException e) {
        assertEquals(ClosedChannelException.class, e.getCause().getClass());
      }
      closer.join();
      assertEquals(List.of(), mappingsOf(path), "round " + round);
    }
  }

  @Test
  void errorsOfReadingNameThePathTheHostAndTheCause() throws IOException {
    Path path = write();
    LineFile file = LineFile.open(path.toString(), true);
    file.close();
    for (Executable reading :
        List.<Executable>of(file::size, file::mapped, () -> file.read(0, new byte[1], 1))) {
      IOException e = assertThrows(IOException.class, reading);
      assertTrue(e.getMessage().startsWith(path + " can't be read on the host "), e.getMessage());
      assertTrue(e.getMessage().endsWith("ClosedChannelException"), e.getMessage());
      assertEquals(ClosedChannelException.class, e.getCause().getClass());
    }
  }

  /** An administrator may read all files, so the error is not provoked. */
  @Test
  void anErrorOfPermissionsSaysWhoNeedsThem() {
    String said = LineFile.unreadable("/a.log", new AccessDeniedException("/a.log")).getMessage();
    assertTrue(said.startsWith("/a.log can't be read on the host "), said);
    assertTrue(said.contains("allow the user " + System.getProperty("user.name")), said);
    assertFalse(said.contains("task"), said); // the driver reads files, too
    assertTrue(said.contains("If the query lists the file, pathGlobFilter"), said);
  }

  /** Else Spark would report a query that is stopped as failed. */
  @Test
  void anInterruptIsPassedOnAsItIs() throws IOException {
    Path path = write();
    for (Executable reading :
        List.<Executable>of(
            () -> {
              Thread.currentThread().interrupt();
              LineFile.open(path.toString(), true);
            },
            () -> open(path).size(),
            () -> open(path).read(0, new byte[1], 1))) {
      assertThrows(ClosedByInterruptException.class, reading);
      assertTrue(Thread.interrupted());
    }
  }

  /** Opens a file and interrupts this thread. */
  private static LineFile open(Path path) throws IOException {
    LineFile file = LineFile.open(path.toString(), true);
    Thread.currentThread().interrupt();
    return file;
  }
}
