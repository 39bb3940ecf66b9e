package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evicts a file that is mapped on Btrfs, where {@code /proc/PID/maps} shows another device than
 * {@code stat} does, and the same row for a file and its copy in a snapshot.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Btrfs is a file system of Linux")
class EvictOnBtrfsTest {
  private static final long DISK = 300L << 20;
  private static final String READER =
      "import mmap,sys; f=open('f','rb'); m=mmap.mmap(f.fileno(),0,prot=1); m[0]; print('read');"
          + " sys.stdout.flush(); sys.stdin.read()";

  @TempDir Path folder;
  private Path mounted;
  private Path volume;
  private Path snapshot;

  @BeforeEach
  void mount() throws Exception {
    Path image = folder.resolve("image");
    try (RandomAccessFile made = new RandomAccessFile(image.toFile(), "rw")) {
      made.setLength(DISK);
    }
    assumeTrue(exit("mkfs.btrfs", "-q", "--mixed", image) == 0, "needs mkfs.btrfs");
    Path target = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        exit("mount", "-t", "btrfs", "-o", "loop", image, target) == 0,
        "needs the right to mount a disk of Btrfs");
    mounted = target;
    volume = mounted.resolve("volume");
    snapshot = mounted.resolve("snapshot");
    assertEquals(0, exit("btrfs", "subvolume", "create", volume));
    Files.write(volume.resolve("f"), new byte[10 * Mmap.PAGESIZE]);
    assertEquals(0, exit("btrfs", "subvolume", "snapshot", volume, snapshot));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      assertEquals(0, exit("umount", mounted));
    }
  }

  private static int exit(Object... command) throws InterruptedException {
    try {
      return new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  private static Process reader(Path where) throws IOException {
    Process reader = Tool.PYTHON.start(where, Redirect.INHERIT, "-c", READER);
    assertEquals("read", reader.inputReader().readLine());
    return reader;
  }

  @Test
  void theProcessThatHasTheFileMappedIsNamed() throws Exception {
    Process reader = reader(volume);
    try {
      Result.of("evict", volume.resolve("f"))
          .failedSaying(" still in memory: process " + reader.pid() + " has the file mapped");
    } finally {
      reader.destroy();
      reader.waitFor();
    }
  }

  @Test
  void aProcessThatHasTheCopyInASnapshotMappedIsNotNamed() throws Exception {
    Process reader = reader(snapshot);
    try (Mmap m = Mmap.open(volume.resolve("f"), Access.READ)) {
      m.lock();
      Result.of("evict", volume.resolve("f"))
          .failedSaying(" still in memory: others have them mapped or locked");
    } finally {
      reader.destroy();
      reader.waitFor();
    }
  }
}
