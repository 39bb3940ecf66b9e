package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Maps a disk, which a loop device makes of a file. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "loop devices are those of Linux")
class BlockDeviceTest {
  private static final int LENGTH = 1 << 20;

  @TempDir Path directory;
  private byte[] content;
  private Path disk;

  @BeforeEach
  void attach() throws Exception {
    content = Kind.content(LENGTH);
    Path file = Files.write(directory.resolve("image"), content);
    String printed = run("losetup", "--find", "--show", file.toString());
    assumeTrue(printed.startsWith("/dev/"), "needs the right to make a loop device");
    disk = Path.of(printed);
  }

  @AfterEach
  void detach() throws Exception {
    if (disk != null) {
      run("losetup", "--detach", disk.toString());
    }
  }

  /** Returns what a command prints, which is empty if it fails or is missing. */
  private static String run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? printed : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void theWholeDiskIsMapped() throws IOException {
    try (Mmap m = Mmap.open(disk, Access.READ)) {
      assertEquals(LENGTH, m.length());
      assertEquals(LENGTH, m.size());
      assertArrayEquals(content, m.getSlice(0));
      assertEquals(LENGTH, m.refresh());
    }
    try (Mmap m = Mmap.builder().path(disk).offset(Mmap.ALLOCATIONGRANULARITY).map()) {
      assertEquals(LENGTH - Mmap.ALLOCATIONGRANULARITY, m.length());
      m.set(0, 7);
      m.flush();
    }
  }

  @Test
  void nothingPastTheEndIsMapped() {
    MmapBuilder tooMuch = Mmap.builder().path(disk).access(Access.READ).length(LENGTH + 1);
    String message = assertThrows(IllegalArgumentException.class, tooMuch::map).getMessage();
    assertTrue(message.endsWith("passes the end of the file, " + LENGTH), message);
  }

  @Test
  void aDiskCanNotBeResized() throws IOException {
    try (Mmap m = Mmap.builder().path(disk).length(4096).map()) {
      assertThrows(MmapException.class, () -> m.resize(2L * LENGTH));
      assertEquals(4096, m.length());
      assertEquals(LENGTH, m.refresh());
    }
  }

  @Test
  void spaceThatCanNotBeReservedIsExplained() {
    MmapBuilder reserving = Mmap.builder().path(disk).length(4096).preallocate();
    MmapException e = assertThrows(MmapException.class, reserving::map);
    assertTrue(e.getMessage().contains("a device has a fixed size"), e.getMessage());
  }
}
