package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.diff.DiffOptions;
import io.github.mmap4j.cli.diff.FileDiff;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compares the bytes of two files. Prints nothing if they are equal,"
          + " otherwise where they first differ, which bytes they have there, and how"
          + " long they are, as far as is known of a pipe. Offsets count from 0, lines from 1."
    },
    footer = {"", "Exit status: 0 the same, 1 different, 2 failed."})
final class DiffCommand implements Callable<Integer> {
  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A file, also a pipe or a device; - is standard input.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "Another such file.")
  private String second;

  @Option(
      names = {"--ranges", "--all"},
      description =
          "Print all ranges that differ, one per line: START STOP LENGTH; slice"
              + " accepts the first two. If one file is longer, its surplus is the last"
              + " range, marked 'only in'.")
  private boolean ranges;

  @Option(
      names = "--gap",
      paramLabel = "N",
      description = "Join ranges that are at most N equal bytes apart; 0 by default.")
  private String gap;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Stop after N ranges; by default print all.")
  private String limit;

  @Option(
      names = "--json",
      description =
          "Print one line of JSON. With --ranges, \"ranges\" holds the offset and the"
              + " length of each range, and \"complete\" says whether these are all.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing; only set the exit status.")
  private boolean quiet;

  DiffCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    if (quiet && (json || ranges)) {
      throw new Refusal("--quiet prints nothing, so there is no --json or --ranges with it");
    }
    if (!ranges && (gap != null || limit != null)) {
      throw new Refusal("--gap and --limit are about --ranges");
    }
    long joined = gap == null ? 0 : Arguments.atLeast(0, "--gap", gap);
    long most = limit == null ? Long.MAX_VALUE : Arguments.atLeast(1, "--limit", limit);
    DiffOptions options = new DiffOptions(ranges, json, quiet, joined, most);
    return new FileDiff(in, out, failures, progress, options).run(first, second);
  }
}
