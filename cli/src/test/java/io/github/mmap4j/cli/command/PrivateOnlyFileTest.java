package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a file on FUSE with direct_io, which maps files only privately. */
class PrivateOnlyFileTest {
  /** The length of a file that is mapped, because it is too long to be read at once. */
  private static final int LENGTH = 2 << 20;

  private static final String START = "needle in fuse\n";

  @TempDir Path folder;
  private Path mounted;
  private Path file;

  @BeforeEach
  void mount() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("f"), START + "\n".repeat(LENGTH - START.length()));
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

  /** The JDK names the error of a channel only in the system's language. */
  @Test
  void theLanguageOfTheSystemMakesNoDifference() throws Exception {
    Path locale = folder.resolve("de_DE.UTF-8");
    assumeTrue(
        exit("localedef", "-i", "de_DE", "-f", "UTF-8", "" + locale) == 0,
        "needs localedef and the source of the locale de_DE");
    ProcessBuilder german =
        new ProcessBuilder(Fork.command(List.of(), "find", "needle", file))
            .redirectErrorStream(true);
    german.environment().put("LOCPATH", folder.toString());
    german.environment().put("LC_ALL", "de_DE.UTF-8");
    Process process = german.start();
    assertEquals("0\n", new String(process.getInputStream().readAllBytes()));
    assertEquals(0, process.waitFor());
  }

  @Test
  void theCommandsThatReadAcceptIt() throws IOException {
    Result.of("grep", "needle", file).printed(0, "needle in fuse\n");
    Result.of("find", "needle", file).printed(0, "0\n");
    Result.of("count", "e", file).printed(0, "4\n");
    Result.of("slice", file, "0", "6").printed(0, "needle");
    Result.of("diff", file, file).printed(0, "");
    Path copy = folder.resolve("copy");
    Result.of("copy", file, copy).printed(0, "");
    assertEquals(-1, Files.mismatch(folder.resolve("source/f"), copy));
    Result.of("diff", copy, file).printed(0, "");
    Result.of("hexdump", file)
        .printed(
            0,
            """
            00000000  6e 65 65 64 6c 65 20 69  6e 20 66 75 73 65 0a 0a  |needle in fuse..|
            00000010  0a 0a 0a 0a 0a 0a 0a 0a  0a 0a 0a 0a 0a 0a 0a 0a  |................|
            *
            00200000
            """);
  }
}
