package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "count",
    description =
        "Prints how often TEXT occurs, no occurrence overlapping another; with several files"
            + " FILE:number.")
final class CountCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Option(names = "--json", description = JsonWriter.HELP + "\"count\".")
  private boolean json;

  @Parameters(index = "0", paramLabel = "TEXT", description = "What to count, as UTF-8.")
  private String text;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files. An empty one holds nothing.")
  private List<String> files;

  CountCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Finder finder = Finder.of(Arguments.text("TEXT", text)).parallel();
    return new EachFile(out, failures, progress, json)
        .search(files, (file, prefix) -> count(finder, file, prefix));
  }

  private int count(Finder finder, String file, byte[] prefix) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    long[] count = new long[1];
    if (!target.isEmpty()) {
      try (MappedFile opened = target.open()) {
        MemorySegment bytes = opened.mmap().asSegment();
        Pieces.each(
            finder, bytes, progress, (from, to) -> count[0] += finder.count(bytes, from, to));
      }
    }
    NumberLines lines =
        json ? NumberLines.json(out, prefix, "count") : NumberLines.text(out, prefix);
    lines.add(count[0]);
    return count[0] > 0 ? EachFile.FOUND : EachFile.NOT_FOUND;
  }
}
