package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.command.Subcommands;
import io.github.mmap4j.cli.harness.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path folder;

  @Test
  void withoutSubcommandItFails() {
    Result.of().failed("a subcommand is missing (see mmap --help)");
  }

  @Test
  void unknownSubcommandFailsInOneLine() {
    Result.of("bogus").failedSaying("'bogus' (see mmap --help)");
  }

  @Test
  void aMistypedSubcommandGetsSuggestions() {
    Result.of("fnd").failed("there is no subcommand 'fnd'; did you mean find? (see mmap --help)");
    Result.of("share", "lst")
        .failed("there is no subcommand 'lst'; did you mean list? (see mmap share --help)");
    Result.of("hexdmp")
        .failed("there is no subcommand 'hexdmp'; did you mean hexdump? (see mmap --help)");
  }

  @Test
  void helpShowsTheHelpOfASubcommand() {
    assertEquals(Result.of("--help").text(), Result.of("help").text());
    assertEquals(Result.of("grep", "--help").text(), Result.of("help", "grep").text());
    assertEquals(
        Result.of("share", "list", "--help").text(), Result.of("help", "share", "list").text());
    assertEquals(0, Result.of("help", "man").status());
    Result.of("help", "hexdmp")
        .failed("there is no subcommand 'hexdmp'; did you mean hexdump? (see mmap --help)");
  }

  @Test
  void missingArgumentNamesTheSubcommand() {
    Result.of("find", "text").failedSaying("'FILE' (see mmap find --help)");
  }

  @Test
  void unknownOptionIsNamedEvenIfItTakesTheLastArgument() {
    Result.of("find", "-x", "f").failed("Unknown option: '-x' (see mmap find --help)");
  }

  static Set<String> subcommands() {
    return new Subcommands(null, null, null, null, null, null).names();
  }

  @ParameterizedTest
  @MethodSource("subcommands")
  void eachSubcommandHasHelp(String command) {
    Result help = Result.of(command, "--help");
    assertEquals(0, help.status());
    assertTrue(help.text().startsWith("Usage: mmap " + command + " "), help.text());
  }

  /** Each subcommand is created only when called. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "man", "completion"})
  void manAndCompletionListAllSubcommands(String command) {
    String text = Result.of(command).text();
    for (String name : subcommands()) {
      assertTrue(Pattern.compile("\\b" + name + "\\b").matcher(text).find(), name);
    }
  }

  @Test
  void standardInputIsRefused() {
    Result.of("residency", "-")
        .failed("-: standard input can't be mapped; name a file (./- if that is its name)");
  }

  @Test
  void folderIsRefused() {
    Result.of("info", folder).failed(folder + ": is a directory");
  }

  @Test
  void deviceIsRefused() {
    assumeTrue(Files.exists(Path.of("/dev/null")), "no /dev/null");
    Result.of("residency", "/dev/null")
        .failed("/dev/null: is a pipe, a socket or a device; only a regular file can be mapped");
  }

  @Test
  void fileWithBytesButNoSizeIsRefused() {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "no /proc");
    Result.of("residency", "/proc/self/maps")
        .failedSaying("has bytes but no size, as files in /proc do");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("missing");
    Result.of("info", missing).failed(missing + ": no such file");
  }

  @Test
  void aNameCannotMoveTheCursor() {
    Path missing = folder.resolve("a\u001b[31m\u0007");
    Result.of("info", missing).failed(folder + "/a\\x1b[31m\\x07: no such file");
  }

  @Test
  void emptyNameIsRefused() {
    Result.of("info", "").failed(": no file has an empty name");
  }

  @Test
  void nonUtf8NameIsRefused() {
    Result.of("info", "\uFFFD")
        .failed("\uFFFD: the name is not UTF-8, and its bytes are not known; link to the file");
  }

  @Test
  void outputToAFullDiskFails() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[100]);
    Result.to(broken("No space left on device"), "slice", file, 0)
        .failed("standard output: No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version"})
  void unwritableHelpFails(String option) {
    Result.to(broken("No space left on device"), option)
        .failed("standard output: No space left on device");
  }

  @Test
  void errorsFollowTheEarlierOutput() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "a");
    Path missing = folder.resolve("missing");
    String found = file + ":0\n";
    String error = "mmap: " + missing + ": no such file\n";
    Result result = Result.together("find", "a", file, missing, file);
    assertEquals(found + error + found, result.text());
  }

  @Test
  void errorOfAFileIsReportedEvenIfTheOutputFails() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "a");
    Path missing = folder.resolve("missing");
    Result result = Result.to(broken("No space left on device"), "find", "a", file, missing);
    assertEquals(
        "mmap: " + missing + ": no such file\nmmap: standard output: No space left on device\n",
        result.err());
    assertEquals(2, result.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo 1", "--help"})
  void unexpectedErrorFailsInOneLine(String command) {
    Result.to(failing(new LinkageError("nothing fits")), (Object[]) command.split(" "))
        .failed("java.lang.LinkageError: nothing fits");
  }

  @Test
  void errorThatStopsOneFileNamesThatFile() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[1 << 17]);
    Result.to(failing(new OutOfMemoryError("Java heap space")), "slice", file, 0)
        .failed(file + ": out of memory: Java heap space");
    Result.to(failing(new StackOverflowError()), "slice", file, 0)
        .failed(file + ": java.lang.StackOverflowError");
  }

  @Test
  void aTerminalShowsResultsPieceByPiece() throws IOException {
    Path file = folder.resolve("f");
    Files.writeString(file, "a\n" + "b\n".repeat(1 << 18) + "a\n");
    assertEquals(List.of("0\n", "524290\n"), writes(true, "find", "a", file));
    assertEquals(List.of("0\n524290\n"), writes(false, "find", "a", file));
    assertEquals(
        List.of("1:a\n", "262146:a\n"), writes(true, "grep", "-n", "--color=never", "a", file));
    assertEquals(List.of("1:a\n262146:a\n"), writes(false, "grep", "-n", "a", file));
  }

  @Test
  void aTerminalShowsResultsFileByFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "a\n");
    List<String> each = List.of(file + ":1\n", file + ":1\n");
    assertEquals(each, writes(true, "count", "a", file, file));
    assertEquals(each, writes(true, "grep", "-c", "--color=never", "a", file, file));
    assertEquals(List.of(String.join("", each)), writes(false, "count", "a", file, file));
  }

  /** Returns what the command writes to standard output, one element per write. */
  private static List<String> writes(boolean terminal, Object... args) {
    List<String> writes = new ArrayList<>();
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void write(byte[] bytes, int from, int count) {
            if (count > 0) {
              writes.add(new String(bytes, from, count, UTF_8));
            }
          }
        };
    Result result = terminal ? Result.toTerminal(out, args) : Result.to(out, args);
    assertEquals(0, result.status(), result.err());
    return writes;
  }

  @Test
  void closedOutputPipeIsSilent() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[100]);
    Result result = Result.to(broken("Broken pipe"), "slice", file, 0);
    assertEquals("", result.err());
    assertEquals(141, result.status());
  }

  private static OutputStream failing(Error error) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        throw error;
      }
    };
  }

  private static OutputStream broken(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
