package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a file on FUSE with direct_io, which maps files only privately. */
class PrivateOnlyFileTest {
  @TempDir Path folder;
  private Path mounted;
  private Path file;

  @BeforeEach
  void mount() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("f"), "needle in fuse\n");
    Path target = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        exit("bindfs", "-o", "direct_io", "" + source, "" + target) == 0,
        "needs bindfs and the right to mount");
    mounted = target;
    file = target.resolve("f");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      assertEquals(0, exit("umount", "" + mounted));
    }
  }

  private static int exit(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void theCommandsThatReadAcceptIt() {
    Result.of("grep", "needle", file).printed(0, "needle in fuse\n");
    Result.of("find", "needle", file).printed(0, "0\n");
    Result.of("count", "e", file).printed(0, "4\n");
    Result.of("slice", file, "0", "6").printed(0, "needle");
    Result.of("hexdump", file)
        .printed(
            0,
            """
            00000000  6e 65 65 64 6c 65 20 69  6e 20 66 75 73 65 0a     |needle in fuse.|
            0000000f
            """);
  }
}
