package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileBytes;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.files.StreamMatches;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/** A command that searches files for a text and prints numbers. */
abstract class TextSearchCommand implements Callable<Integer> {
  private final InputStream in;
  final Output out;
  final Progress progress;
  private final Failures failures;

  @Parameters(index = "0", paramLabel = "TEXT", description = "The text, as UTF-8.")
  private String text;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files, also pipes and devices; - is standard input. An empty file has no match.")
  private List<String> files;

  TextSearchCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  /** Searches a file and returns whether there was a match. */
  abstract boolean search(Finder finder, FileBytes file, NumberLines lines) throws IOException;

  /** Searches what can't be mapped and returns whether there was a match. */
  abstract boolean search(StreamMatches matches, NumberLines lines) throws IOException;

  final int search(String number, boolean json) throws OutputException, Refusal {
    Finder finder = Finder.of(Arguments.text("TEXT", text)).parallel();
    return new EachFile(out, failures, progress)
        .search(
            files,
            (file, prefix) -> {
              NumberLines lines =
                  json ? NumberLines.json(out, file, number) : NumberLines.text(out, prefix);
              return search(finder, file, lines) ? EachFile.FOUND : EachFile.NOT_FOUND;
            });
  }

  private boolean search(Finder finder, String file, NumberLines lines)
      throws IOException, Refusal {
    Optional<FileBytes> mapped = FileBytes.open(file, progress);
    if (mapped.isPresent()) {
      try (FileBytes bytes = mapped.get()) {
        return search(finder, bytes, lines);
      }
    }
    try (ByteSource source = ByteSource.open(file, in)) {
      return search(new StreamMatches(finder, source.stream(), progress), lines);
    }
  }
}
