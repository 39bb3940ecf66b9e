package io.github.mmap4j.cli.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in a process of its own, on a real terminal made by Python. */
public final class Terminal {
  /** The byte that Ctrl-C sends. */
  public static final String CTRL_C = "\3";

  /** The byte that Ctrl-D sends. */
  public static final String CTRL_D = "\4";

  /** A regular expression for the progress line of work whose size is known. */
  public static final String PROGRESS = "\r\033\\[K\\[#*-*\\] \\d+ %, [^\r]* left";

  /**
   * Runs its arguments with a terminal for all three streams, and prints what the terminal
   * receives. The first argument is the number of steps. Each step is a regular expression to wait
   * for and the text to type then.
   */
  private static final String SCRIPT =
      """
      import os, pty, re, signal, sys
      end = 2 + 2 * int(sys.argv[1])
      steps = sys.argv[2:end]
      child, terminal = pty.fork()
      if child == 0:
          signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background job ignores it
          os.execvp(sys.argv[end], sys.argv[end:])
      signal.alarm(300)
      shown, seen = b'', 0
      while True:
          while steps and (found := re.search(steps[0].encode(), shown[seen:])):
              seen += found.end()
              os.write(terminal, steps[1].encode())
              del steps[:2]
          try:
              some = os.read(terminal, 1 << 16)
          except OSError:  # Linux: the other end is closed
              break
          if not some:
              break
          shown += some
      sys.stdout.buffer.write(shown)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """;

  private final List<String> steps = new ArrayList<>();
  private List<String> prefix = List.of();

  /** Returns what was shown without the progress that is shown first when the machine is busy. */
  public static String withoutProgress(String shown) {
    return shown.replaceFirst("^(" + PROGRESS + ")+\r\033\\[K", "");
  }

  /** Lets {@code command} run the command, which it receives as its further arguments. */
  public Terminal under(String... command) {
    prefix = List.of(command);
    return this;
  }

  /** Types {@code text} once {@code regex} has been shown after the previous match. */
  public Terminal on(String regex, String text) {
    steps.add(regex);
    steps.add(text);
    return this;
  }

  /** Returns an answer whose output is all that the terminal received. */
  public Tool.Answer run(Path folder, Object... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("-c", SCRIPT, String.valueOf(steps.size() / 2)));
    all.addAll(steps);
    all.addAll(prefix);
    all.addAll(Fork.command(List.of(), args));
    return Tool.PYTHON.ask(folder, all.toArray(new String[0]));
  }
}
