package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs the command as a user to whom file permissions apply; they do not apply to root. */
public final class Rights {
  private static final List<String> DROP =
      List.of(
          "timeout",
          "60",
          "setpriv",
          "--bounding-set=-dac_override,-dac_read_search,-fowner,-ipc_lock");

  /** The number of a user and of a group that are not the tests' own. */
  public static final int OTHER_USER = 65534;

  private Rights() {}

  public static Result run(Object... args) throws Exception {
    return run(List.of(), args);
  }

  /** Runs a test's program. */
  public static Result runProgram(Class<?> program, Object... args) throws Exception {
    return start(List.of(), Fork.command(program, List.of(), args));
  }

  /** {@code prefix} is a command that receives the rest as its further arguments. */
  public static Result run(List<String> prefix, Object... args) throws Exception {
    return start(prefix, Fork.command(List.of(), args));
  }

  private static Result start(List<String> prefix, List<String> java) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "setpriv is Linux's");
    List<String> command = new ArrayList<>(DROP);
    command.addAll(prefix);
    command.addAll(java);
    try {
      Process process = new ProcessBuilder(command).start();
      byte[] out = process.getInputStream().readAllBytes();
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out, err);
    } catch (IOException e) {
      return abort("no timeout and setpriv to give up root's rights: " + e.getMessage());
    }
  }

  /** Gives a file to another user; skips the test if only root could. */
  public static void giveAway(Path file) throws IOException {
    try {
      Files.setAttribute(file, "unix:uid", OTHER_USER);
    } catch (IOException e) {
      assumeTrue(false, "only root can give a file to another user: " + e.getMessage());
    }
  }

  /** Makes a file unwritable and gives it to another user, so its residency is not reported. */
  public static void hideResidency(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    giveAway(file);
  }
}
