package io.github.mmap4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A question to the user at the terminal before an action that cannot be undone. */
public final class Question {
  private static final Set<String> YES = Set.of("y", "yes");

  private final InputStream in;
  private final PrintStream err;

  /**
   * Asks on {@code err} and reads the answer from {@code in}; if {@code in} is null, there is no
   * one to ask.
   */
  public Question(InputStream in, PrintStream err) {
    this.in = in;
    this.err = err;
  }

  /** Returns a question that is asked on the terminal, if there is one. */
  public static Question on(PrintStream err) {
    boolean terminal =
        Progress.isTerminal(Path.of("/proc/self/fd/0"))
            && Progress.isTerminal(Path.of("/proc/self/fd/2"));
    return new Question(terminal ? System.in : null, err);
  }

  /** Returns whether there is a user to ask. */
  public boolean canBeAsked() {
    return in != null;
  }

  /** Describes what is about to happen and returns whether the user agrees. */
  public boolean goOn(String what) throws IOException {
    err.print("mmap: " + what + ". Go on? [y/N] ");
    err.flush();
    String answer = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
    if (answer == null) {
      err.println(); // the user has not ended the line
      return false;
    }
    return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
