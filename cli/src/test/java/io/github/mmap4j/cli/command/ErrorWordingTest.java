package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that all subcommands report the same failure in the same words: one line {@code mmap:
 * NAME: reason} on standard error, nothing on standard output, and status 2.
 */
class ErrorWordingTest {
  /** A call of each subcommand that works on a file; {} stands for the file. */
  private static final List<String> CALLS =
      List.of(
          "find x {}",
          "grep x {}",
          "count x {}",
          "follow --all --idle 0 {}",
          "slice {} 0",
          "patch {} 0 --text x",
          "advise WILLNEED {}",
          "residency {}",
          "load {}",
          "evict {}",
          "lock {}",
          "hexdump {}",
          "diff {} {}2",
          "copy {} {}2",
          "info {}",
          "bench --seconds 0.1 {}");

  /** The subcommands that work on no file. */
  private static final Set<String> WITHOUT_FILE = Set.of("demo", "share", "completion", "man");

  /** The subcommands for which a file that does not exist may come into being. */
  private static final Set<String> WAITING = Set.of("follow");

  /** The subcommands that take folders. */
  private static final Set<String> WITH_FOLDERS = Set.of("residency", "load", "lock", "evict");

  /** The subcommands that print nothing. */
  private static final Set<String> SILENT = Set.of("patch", "advise", "copy");

  /** The subcommands that need a mapping. The others read a file that can't be mapped. */
  private static final Set<String> MAPPING =
      Set.of("follow", "patch", "advise", "residency", "load", "evict", "lock", "bench");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.writeString(folder.resolve("f"), "text\n");
    Files.writeString(folder.resolve("f2"), "texts\n");
  }

  private static String name(String call) {
    return call.substring(0, call.indexOf(' '));
  }

  private static Stream<String> but(Set<String> names) {
    return CALLS.stream().filter(call -> !names.contains(name(call)));
  }

  /** Returns the calls that print something, with a text that is in the file. */
  static Stream<String> printing() {
    return but(SILENT).map(call -> call.replaceAll("(find|grep|count) x", "$1 t"));
  }

  static Stream<String> notWaiting() {
    return but(WAITING);
  }

  static Stream<String> withoutFolders() {
    return but(WITH_FOLDERS);
  }

  static Stream<String> mapping() {
    return CALLS.stream().filter(call -> MAPPING.contains(name(call)));
  }

  private static Object[] words(String call, Object file) {
    return call.replace("{}", file.toString()).split(" ");
  }

  @Test
  void eachSubcommandIsTested() {
    Set<String> names = new TreeSet<>(WITHOUT_FILE);
    CALLS.forEach(call -> names.add(name(call)));
    assertEquals(names, new TreeSet<>(new Subcommands(null, null, null, null, null, null).names()));
  }

  @ParameterizedTest
  @MethodSource("notWaiting")
  void aMissingFileIsReported(String call) {
    Path missing = folder.resolve("missing");
    Result.of(words(call, missing)).failed(missing + ": no such file");
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void aFileNamedLikeAFolderIsRefused(String call) {
    String second = folder.resolve("f2").toString();
    Result.of(words(call.replace("{}2", second), file + "/"))
        .failed(file + "/: is not a directory");
  }

  @ParameterizedTest
  @MethodSource("withoutFolders")
  void aFolderIsRefused(String call) throws IOException {
    Path inside = Files.createDirectory(folder.resolve("d"));
    Result.of(words(call, inside)).failed(inside + ": is a directory");
  }

  @ParameterizedTest
  @MethodSource("notWaiting")
  void aFileInPlaceOfAFolderIsReported(String call) {
    Path below = file.resolve("x");
    Result.of(words(call, below)).failed(below + ": no such file");
  }

  @ParameterizedTest
  @MethodSource("mapping")
  void standardInputIsRefused(String call) {
    Result.of(words(call, "-"))
        .failed("-: standard input can't be mapped; name a file (./- if that is its name)");
  }

  @ParameterizedTest
  @MethodSource("mapping")
  void aDeviceIsRefused(String call) {
    assumeTrue(Files.exists(Path.of("/dev/null")), "no /dev/null");
    Result.of(words(call, "/dev/null"))
        .failed("/dev/null: is a pipe, a socket or a device; only a regular file can be mapped");
  }

  @ParameterizedTest
  @MethodSource("printing")
  void aFullDiskIsReported(String call) {
    assertFails(
        call, "No space left on device", 2, "mmap: standard output: No space left on device\n");
  }

  @ParameterizedTest
  @MethodSource("printing")
  void aClosedOutputIsReported(String call) {
    assertFails(call, "Bad file descriptor", 2, "mmap: standard output: Bad file descriptor\n");
  }

  @ParameterizedTest
  @MethodSource("printing")
  void aClosedPipeIsSilent(String call) {
    assertFails(call, "Broken pipe", 141, "");
  }

  private void assertFails(String call, String reason, int status, String err) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    Result result = Result.to(broken, words(call, file));
    assertEquals(err, result.err());
    assertEquals(status, result.status());
  }

  /** Runs all calls without root's rights, in one process. */
  @Test
  void aFileThatMayNotBeReadIsReported() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Result result = Rights.runProgram(AllCalls.class, file);
    assertEquals("", result.err());
    for (String call : CALLS) {
      String line = "mmap: " + file + ": permission denied";
      assertTrue(
          result.text().contains(name(call) + " 2 " + line + "\n"),
          () -> name(call) + " does not print: " + line + " in:\n" + result.text());
    }
  }

  /** Runs each call on a file, and prints its name, its status and its message. */
  static final class AllCalls {
    private AllCalls() {}

    public static void main(String[] args) {
      for (String call : CALLS) {
        Result result = Result.of(words(call, args[0]));
        System.out.println(name(call) + " " + result.status() + " " + result.err().strip());
      }
    }
  }
}
