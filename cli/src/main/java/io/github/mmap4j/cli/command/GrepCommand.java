package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.grep.GrepFile;
import io.github.mmap4j.cli.grep.GrepOptions;
import io.github.mmap4j.cli.grep.GrepPattern;
import io.github.mmap4j.cli.grep.SelectedLines;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "grep",
    description = {
      "Prints the lines that match PATTERN; with several files, FILE:line.",
      "PATTERN is a regular expression of java.util.regex over bytes: . is one byte, \\xff is the"
          + " byte 255, and a character beyond ASCII is its bytes in UTF-8 (but may not be in"
          + " [...]). Flags, output and exit status are those of GNU grep with LC_ALL=C."
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
    GrepPattern compiled = GrepPattern.of(pattern, options);
    long limit = options.limit();
    // Like grep: if no line can be selected, no file is opened and nothing is printed.
    if (limit == 0 || options.invert && pattern.isEmpty()) {
      return EachFile.NOT_FOUND;
    }
    return new EachFile(out, failures, progress, options.json)
        .search(files, (file, prefix) -> search(file, prefix, compiled, limit));
  }

  private int search(String file, byte[] name, GrepPattern compiled, long limit)
      throws IOException, Refusal {
    long selected = 0;
    RegularFile target = RegularFile.of(file);
    if (!target.isEmpty()) {
      try (MappedFile opened = target.open()) {
        SelectedLines lines = new SelectedLines(compiled, options, opened.mmap().asSegment());
        GrepFile grep = new GrepFile(lines, options, limit, name, out, progress);
        selected = grep.run();
        if (grep.hidesBinary()) {
          failures.note(file, "binary file matches");
        }
      }
    }
    if (options.list) {
      if (selected > 0) {
        out.line(options.json ? new String(name, UTF_8) + "}" : file);
      }
    } else if (options.count) {
      NumberLines lines =
          options.json ? NumberLines.json(out, name, "count") : NumberLines.text(out, name);
      lines.add(selected);
    }
    return selected > 0 ? EachFile.FOUND : EachFile.NOT_FOUND;
  }
}
