package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/** A command that searches files for a text and prints numbers. */
abstract class TextSearchCommand implements Callable<Integer> {
  final Output out;
  final Progress progress;
  private final Failures failures;

  @Parameters(index = "0", paramLabel = "TEXT", description = "The text, as UTF-8.")
  private String text;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files. An empty file has no match.")
  private List<String> files;

  TextSearchCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  /** Searches one file and returns whether there was a match. */
  abstract boolean search(Finder finder, RegularFile file, NumberLines lines) throws IOException;

  final int search(String number, boolean json) throws OutputException, Refusal {
    Finder finder = Finder.of(Arguments.text("TEXT", text)).parallel();
    return new EachFile(out, failures, progress, json)
        .search(
            files,
            (file, prefix) -> {
              NumberLines lines =
                  json ? NumberLines.json(out, prefix, number) : NumberLines.text(out, prefix);
              boolean found = search(finder, RegularFile.of(file), lines);
              return found ? EachFile.FOUND : EachFile.NOT_FOUND;
            });
  }
}
