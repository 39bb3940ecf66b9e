package io.github.mmap4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.input.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
  private static final byte[] PICTURE = {1, 2, 3};

  @TempDir Path folder;

  private void write(Path out) throws IOException, Refusal {
    PictureFile.of(out.toString(), List.of()).write(PICTURE);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void itIsCreatedOrReplaced() throws Exception {
    Path out = folder.resolve("out");
    write(out);
    assertArrayEquals(PICTURE, Files.readAllBytes(out));
    Files.write(out, new byte[100]);
    write(out);
    assertArrayEquals(PICTURE, Files.readAllBytes(out));
    assertEquals(List.of(out), files());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is about POSIX's rights of files")
  void itHasTheUsualPermissions() throws Exception {
    Path out = folder.resolve("out");
    write(out);
    Path other = Files.createFile(folder.resolve("other"));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(out));
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path real = Files.createFile(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    write(link);
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(PICTURE, Files.readAllBytes(real));
  }

  @Test
  void aFailureLeavesNothing() throws Exception {
    Path out = folder.resolve("out");
    PictureFile file = PictureFile.of(out.toString(), List.of());
    Files.createDirectory(out); // nothing can be moved there
    assertThrows(IOException.class, () -> file.write(PICTURE));
    assertEquals(List.of(out), files());
  }

  @Test
  void whatIsNotAFileIsRefused() {
    assertEquals(
        "is not a regular file, so no picture can replace it",
        assertThrows(Refusal.class, () -> write(folder)).getMessage());
    assertEquals(
        "there is no such folder",
        assertThrows(Refusal.class, () -> write(folder.resolve("no/out"))).getMessage());
  }
}
