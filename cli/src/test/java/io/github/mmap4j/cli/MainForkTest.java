package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  void grepStartsWithoutProxies() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "b\n");
    Path log = folder.resolve("log");
    List<String> logged = List.of("-Xlog:class+load:file=" + log);
    ProcessBuilder builder = new ProcessBuilder(Fork.command(logged, "grep", "-n", "b", file));
    assertEquals(new Outcome(0, ""), run(builder, 100));
    List<String> classes = Files.readAllLines(log);
    assertTrue(classes.stream().anyMatch(line -> line.contains("GrepCommand")));
    assertEquals(List.of(), classes.stream().filter(line -> line.contains("$Proxy")).toList());
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

  @Test
  void longLinesOfStandardInputNeedLittleMemory() throws Exception {
    byte[] part = new byte[1 << 20];
    Arrays.fill(part, (byte) 'a');
    for (String words :
        List.of("-c END", "-q aE.D", "-vc END", "-nb next", "-obw next", "-B1 ex")) {
      List<Object> all = new ArrayList<>(List.of("grep"));
      all.addAll(List.of(words.split(" ")));
      ProcessBuilder builder = new ProcessBuilder(Fork.command(List.of("-Xmx24m"), all.toArray()));
      Process process =
          builder.redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(out()).start();
      try (OutputStream to = process.getOutputStream()) {
        for (int i = 0; i < 48; i++) {
          to.write(part);
        }
        to.write("END\nnext\n".getBytes(UTF_8));
      }
      assertEquals(0, process.waitFor(), words);
      String printed = Files.readString(folder.resolve("out"));
      long length = 48L << 20;
      String expected =
          switch (words) {
            case "-q aE.D" -> "";
            case "-nb next" -> "2:" + (length + 4) + ":next\n";
            case "-obw next" -> length + 4 + ":next\n";
            case "-B1 ex" -> "a".repeat((int) length) + "END\nnext\n";
            default -> "1\n";
          };
      assertEquals(expected.length(), printed.length(), words);
      assertEquals(expected, printed, words);
    }
  }

  private ProcessBuilder.Redirect out() {
    return ProcessBuilder.Redirect.to(folder.resolve("out").toFile());
  }

  @Test
  void aMissingFolderForLongLinesIsReported() throws Exception {
    Path missing = folder.resolve("missing");
    ProcessBuilder builder = new ProcessBuilder(Fork.command(List.of(), "grep", "a"));
    builder.environment().put("TMPDIR", missing.toString());
    Process process = builder.start();
    try (OutputStream to = process.getOutputStream()) {
      to.write("b".repeat(32 << 20).getBytes(UTF_8));
    } catch (IOException e) {
      assertEquals("Broken pipe", e.getMessage());
    }
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(2, process.waitFor());
    String expected =
        "mmap: (standard input): a line is too long for memory, and a temporary file for it in %s"
            + " failed: no such folder (set TMPDIR to another folder)\n";
    assertEquals(expected.formatted(missing), err);
  }
}
