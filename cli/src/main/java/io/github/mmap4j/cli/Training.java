package io.github.mmap4j.cli;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What the launchers make their cache from, which holds the classes that were loaded here and what
 * was learnt for the compiler: so a long search is compiled at its beginning, and not half-way.
 */
public final class Training {
  /** One byte to look for, two and three: each is a loop of its own, see {@code Finder}. */
  private static final String[] NEEDLES = {"~", "zebrafinch", "eeen"};

  /** Once is too short for the compiler to learn from. */
  private static final int TIMES = 2;

  private Training() {}

  /**
   * Looks for some texts, and prints nothing.
   *
   * @param files where to look: a small file, and one of 100 MB or so
   */
  public static void main(String[] files) {
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Progress progress = Progress.none();
    for (int time = 0; time < TIMES; time++) {
      for (String needle : NEEDLES) {
        Main.run(
            new Output(OutputStream.nullOutputStream(), progress, false),
            err,
            InputStream.nullInputStream(),
            progress,
            Question.on(err),
            Stream.concat(Stream.of("find", needle), Stream.of(files)).toArray(String[]::new));
      }
    }
  }
}
