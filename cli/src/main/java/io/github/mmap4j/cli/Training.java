package io.github.mmap4j.cli;

import io.github.mmap4j.cli.names.RawArguments;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Runs what the launchers build the JVM's AOT cache from, which holds the classes that this loads.
 */
public final class Training {
  /**
   * The needles, for which a search compares one, two and three bytes, respectively. Each of these
   * cases has its own loop; see {@code RareBytes}.
   */
  private static final String[] NEEDLES = {"~", "zebrafinch", "eeen"};

  /** Commands that only have to load their classes; they use a small file. */
  private static final String[] SMALL = {
    "grep e",
    "grep -rnw License",
    "grep -C1 a.*License",
    "grep -oi --color=always (Work|License)+",
    "find --json License"
  };

  private Training() {}

  /**
   * Searches the files, prints nothing, and ends as the command does, so that the classes for that
   * are loaded too.
   *
   * @param files the files to search, a small one and one of about 100 MB
   */
  public static void main(String[] files) {
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Progress progress = Progress.none();
    Main.endAtExit(progress);
    for (String needle : NEEDLES) {
      run(err, progress, Stream.concat(Stream.of("find", needle), Stream.of(files)));
    }
    for (String line : SMALL) {
      run(err, progress, Stream.concat(Stream.of(line.split(" ")), Stream.of(files[0])));
    }
    System.exit(0);
  }

  private static void run(PrintStream err, Progress progress, Stream<String> words) {
    Main.run(
        new Output(OutputStream.nullOutputStream(), progress, false),
        err,
        InputStream.nullInputStream(),
        progress,
        Question.on(err),
        RawArguments.of(words.toArray(String[]::new)));
  }
}
