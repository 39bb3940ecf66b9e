package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A comparison of two files, which shows how they differ. */
public final class FileDiff {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;

  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;
  private final DiffOptions options;

  public FileDiff(
      InputStream in, Output out, Failures failures, Progress progress, DiffOptions options) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
    this.options = options;
  }

  /** Compares two files and returns an exit status. */
  public int run(String first, String second) throws OutputException {
    return failures.guard(first, () -> open(first, second));
  }

  private int open(String first, String second) throws IOException, Refusal {
    try (Side a = Side.of(first, in)) {
      return failures.guard(
          second,
          () -> {
            try (Side b = Side.of(second, in)) {
              return compare(a, b);
            }
          });
    }
  }

  private int compare(Side a, Side b) throws IOException, Refusal {
    try {
      if (isSame(a.path(), b.path())) {
        return same(a, b);
      }
      boolean sized = a.size().isPresent() && b.size().isPresent();
      if (options.quiet() && sized && a.leastSize() != b.leastSize()) {
        return DIFFERENT;
      }
      boolean measuresA = b.size().isEmpty() || sized && a.leastSize() < b.leastSize();
      progress.start(List.of(measuresA ? a.name() : b.name()));
      return compare(a, b, new Differences(a, b, progress));
    } catch (Side.Fault e) {
      return failures.failed(e.file(), e.getCause());
    }
  }

  private static boolean isSame(Optional<Path> a, Optional<Path> b) throws IOException {
    return a.isEmpty() || b.isEmpty()
        ? a.isEmpty() && b.isEmpty()
        : Files.isSameFile(a.get(), b.get());
  }

  private DiffReport report(Side a, Side b) {
    return options.json()
        ? new DiffJson(out, a, b, options.ranges())
        : new DiffText(out, a, b, options.ranges());
  }

  private int same(Side a, Side b) throws OutputException {
    if (!options.quiet()) {
      DiffReport report = report(a, b);
      report.same();
      report.end(true);
    }
    return SAME;
  }

  private int compare(Side a, Side b, Differences differences) throws IOException {
    if (!differences.next()) {
      return same(a, b);
    }
    if (!options.quiet()) {
      DiffReport report = report(a, b);
      report.different(differences);
      report.end(!options.ranges() || show(report, differences));
    }
    return DIFFERENT;
  }

  /** Shows the ranges and returns whether all were shown. */
  private boolean show(DiffReport report, Differences differences) throws IOException {
    long left = options.limit();
    do {
      if (left-- == 0) {
        return false;
      }
      report.range(differences, differences.end(options.gap()));
      out.pieceDone();
    } while (differences.next());
    return true;
  }
}
