package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the process and of the disk, met in a JVM that has them. */
class LimitsForkTest {
  @TempDir Path directory;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(Native.os() != null, Native.missing());
  }

  private void assertPasses(String limit, String shell, LimitsChild.Scene scene) throws Exception {
    List<String> prefix = List.of("sh", "-c", shell + " && exec \"$@\"", "sh");
    assertEquals(
        scene + " passed\n",
        ChildJvm.run(prefix, LimitsChild.class, scene.name(), directory.toString()),
        limit);
  }

  @Test
  void filesMayNotBecomeLonger() throws Exception {
    assertPasses("RLIMIT_FSIZE", "ulimit -f 64", LimitsChild.Scene.FILE_SIZE);
  }

  @Test
  void theAddressSpaceIsFull() throws Exception {
    assertPasses("RLIMIT_AS", "ulimit -v 8388608", LimitsChild.Scene.ADDRESS_SPACE);
  }

  @Test
  void theDescriptorsAreUsedUp() throws Exception {
    assertPasses("RLIMIT_NOFILE", "ulimit -n 100", LimitsChild.Scene.DESCRIPTORS);
  }

  @Test
  void theDiskIsFull() throws Exception {
    assumeTrue(canMount(), "needs the right to mount a small tmpfs in a namespace of its own");
    List<String> prefix =
        List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"",
            directory.toString());
    assertEquals(
        "DISK passed\n",
        ChildJvm.run(
            prefix, LimitsChild.class, LimitsChild.Scene.DISK.name(), directory.toString()));
  }

  private boolean canMount() throws InterruptedException {
    try {
      return new ProcessBuilder(
                  "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", directory.toString())
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
