package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in a JVM of its own. */
class MainForkTest {
  private static final Path GERMAN = Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo");

  @TempDir Path folder;

  /** The exit status and the text on standard error. */
  private record Outcome(int status, String err) {}

  private static Outcome run(ProcessBuilder builder, int read) throws Exception {
    Process process = builder.start();
    process.getOutputStream().close();
    InputStream out = process.getInputStream();
    out.readNBytes(read);
    out.close();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), err);
  }

  @Test
  void closedPipeIsSilentInAnyLanguage() throws Exception {
    assumeTrue(Files.exists(GERMAN), "the C library does not speak German here: no " + GERMAN);
    Path file = Files.write(folder.resolve("f"), new byte[1 << 20]);
    ProcessBuilder builder = new ProcessBuilder(Fork.command(List.of(), "slice", file, 0));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("LANGUAGE", "de");
    assertEquals(new Outcome(141, ""), run(builder, 1));
  }

  @Test
  void tooLittleMemoryForOneFileFailsOnOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "b" + "a".repeat(32 << 20) + "\n");
    Path other = Files.writeString(folder.resolve("g"), "b\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            Fork.command(List.of("-Xmx20m"), "grep", "--json", "-m1", "b", file, other));
    String err = "mmap: " + file + ": out of memory: Java heap space\n";
    assertEquals(new Outcome(2, err), run(builder, 100));
  }

  @Test
  void longLinesOfBinaryFilesNeedLittleMemory() throws Exception {
    byte[] line = new byte[64 << 20];
    Arrays.fill(line, 1, line.length, (byte) 'a');
    Path file = Files.write(folder.resolve("f"), line);
    for (String pattern : List.of("b$|a$", "aaa$", "x*a+")) {
      ProcessBuilder builder =
          new ProcessBuilder(Fork.command(List.of("-Xmx20m"), "grep", pattern, file));
      String err = "mmap: " + file + ": binary file matches\n";
      assertEquals(new Outcome(0, err), run(builder, 100), pattern);
    }
  }
}
