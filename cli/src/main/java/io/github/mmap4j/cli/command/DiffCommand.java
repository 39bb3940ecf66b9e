package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.diff.DiffJson;
import io.github.mmap4j.cli.diff.DiffReport;
import io.github.mmap4j.cli.diff.DiffText;
import io.github.mmap4j.cli.diff.Differences;
import io.github.mmap4j.cli.diff.Side;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compares the bytes of two files. Prints nothing if they are equal,"
          + " otherwise where they first differ, which bytes they have there, and how"
          + " long they are. Offsets count from 0, lines from 1."
    },
    footer = {"", "Exit status: 0 the same, 1 different, 2 failed."})
final class DiffCommand implements Callable<Integer> {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;

  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(index = "0", paramLabel = "A", description = "A regular file.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "Another regular file.")
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
              + " length of each, and \"complete\" says whether these are all.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing; only set the exit status.")
  private boolean quiet;

  DiffCommand(Output out, Failures failures, Progress progress) {
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
    return failures.guard(first, () -> open(joined, most));
  }

  private int open(long joined, long most) throws IOException, Refusal {
    try (Side a = Side.of(first)) {
      return failures.guard(
          second,
          () -> {
            try (Side b = Side.of(second)) {
              return compare(a, b, joined, most);
            }
          });
    }
  }

  private int compare(Side a, Side b, long joined, long most) throws IOException {
    try {
      if (Files.isSameFile(a.path(), b.path())) {
        return same(a, b);
      }
      if (quiet && a.size() != b.size()) {
        return DIFFERENT;
      }
      progress.start(List.of(a.size() < b.size() ? first : second));
      return compare(a, b, new Differences(a, b, progress), joined, most);
    } catch (Side.Fault e) {
      return failures.failed(e.file(), e.getCause());
    }
  }

  private DiffReport report(Side a, Side b) {
    return json ? new DiffJson(out, a, b, ranges) : new DiffText(out, a, b, ranges);
  }

  private int same(Side a, Side b) throws OutputException {
    if (!quiet) {
      DiffReport report = report(a, b);
      report.same();
      report.end(true);
    }
    return SAME;
  }

  private int compare(Side a, Side b, Differences differences, long joined, long most)
      throws IOException {
    if (!differences.next()) {
      return same(a, b);
    }
    if (!quiet) {
      DiffReport report = report(a, b);
      report.different(differences.start());
      report.end(!ranges || show(report, differences, joined, most));
    }
    return DIFFERENT;
  }

  /** Returns whether all ranges were shown. */
  private boolean show(DiffReport report, Differences differences, long joined, long most)
      throws IOException {
    long left = most;
    do {
      if (left-- == 0) {
        return false;
      }
      report.range(differences.start(), differences.end(joined));
      out.pieceDone();
    } while (differences.next());
    return true;
  }
}
