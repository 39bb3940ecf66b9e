package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the command by a user to whom the rights of files apply, which root's do not. */
public final class Rights {
  private static final List<String> DROP =
      List.of(
          "timeout",
          "60",
          "setpriv",
          "--bounding-set=-dac_override,-dac_read_search,-fowner,-ipc_lock");

  private Rights() {}

  public static Result run(Object... args) throws Exception {
    return run(List.of(), args);
  }

  /** {@code prefix}: a command that gets the rest as its further arguments. */
  public static Result run(List<String> prefix, Object... args) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "setpriv is Linux's");
    List<String> command = new ArrayList<>(DROP);
    command.addAll(prefix);
    command.addAll(Fork.command(List.of(), args));
    try {
      Process process = new ProcessBuilder(command).start();
      byte[] out = process.getInputStream().readAllBytes();
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out, err);
    } catch (IOException e) {
      return abort("no timeout and setpriv to give up root's rights: " + e.getMessage());
    }
  }
}
