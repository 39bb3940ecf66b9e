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
 * Trains the JVM's class cache (AOT cache), which the launchers build from this run. The cache
 * holds the loaded classes and the compiler's profiles, so a long search is compiled at its start.
 */
public final class Training {
  /**
   * Needles of one byte, of two and of three or more: each uses a different loop, see {@code
   * Finder}.
   */
  private static final String[] NEEDLES = {"~", "zebrafinch", "eeen"};

  /** One run is too short to profile. */
  private static final int TIMES = 2;

  private Training() {}

  /**
   * Searches for some texts and prints nothing.
   *
   * @param files where to search: a small file, and one of about 100 MB
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
