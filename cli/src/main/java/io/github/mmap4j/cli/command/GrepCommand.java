package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.grep.GrepOptions;
import io.github.mmap4j.cli.grep.GrepSearch;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "grep",
    description = {
      "Prints the lines that match PATTERN; with several files, FILE:line.",
      "PATTERN is a regular expression of java.util.regex over bytes: . is one byte,"
          + " \\xff is the byte 255, and a character beyond ASCII stands for its bytes in UTF-8"
          + " (it cannot be used in [...]). Flags, output and exit status are those of GNU grep"
          + " with LC_ALL=C."
    })
final class GrepCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Mixin private GrepOptions options;

  @Parameters(
      index = "0",
      paramLabel = "PATTERN",
      description = "The pattern that a line must match.")
  private String pattern;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files. An empty file has no lines.")
  private List<String> files;

  GrepCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    return new GrepSearch(pattern, options, out, failures, progress).run(files);
  }
}
