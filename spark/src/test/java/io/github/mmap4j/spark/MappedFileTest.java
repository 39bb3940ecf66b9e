package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes files between their opening and their mapping. */
class MappedFileTest {
  private static final int LENGTH = 100;

  @TempDir Path folder;

  private Path path;
  private FileIdentity identity;
  private int opened;

  @BeforeEach
  void write() throws IOException {
    path = Files.writeString(folder.resolve("app.log"), "x".repeat(LENGTH));
    identity = SeenFile.at(path.toString(), true).identity();
  }

  /** A change of a file. */
  private interface Change {
    void run() throws IOException;
  }

  /** Opens the file, which changes each time after it was opened. */
  private MappedFile open(Change change) throws IOException {
    return MappedFile.open(
        path.toString(),
        identity,
        each -> {
          LineFile file = LineFile.open(each, true);
          opened++;
          change.run();
          return file;
        },
        _ -> true);
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void aFileThatIsTrimmedIsOpenedAgain() throws IOException {
    try (MappedFile file = open(() -> truncate(60))) {
      assertEquals(2, opened);
      assertEquals(60, file.length());
      assertEquals(60, file.text().end());
    }
  }

  @Test
  void aFileThatIsTrimmedEachTimeIsNotFound() throws IOException {
    assertNull(open(() -> truncate(LENGTH - opened)));
  }

  @Test
  void aFileThatIsRotatedIsFoundUnderItsNewName() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "without inodes, a renamed file is not recognised");
    for (String successor : new String[] {"", "new\n", "y".repeat(2 * LENGTH)}) {
      Path old = folder.resolve("app.log.1");
      Change rotate =
          () -> {
            if (Files.notExists(old)) {
              Files.move(path, old);
              Files.writeString(path, successor);
            }
          };
      try (MappedFile file = open(rotate)) {
        assertEquals(old.toString(), file.path());
        assertEquals(LENGTH, file.text().end());
        assertEquals('x', file.text().get(0));
      }
      Files.move(old, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
