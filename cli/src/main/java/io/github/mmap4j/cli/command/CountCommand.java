package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileBytes;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.cli.files.StreamMatches;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "count",
    description =
        "Prints how often TEXT occurs, without overlaps; with several files, FILE:number.")
final class CountCommand extends TextSearchCommand {
  @Option(names = "--json", description = JsonWriter.HELP + "\"count\".")
  private boolean json;

  CountCommand(InputStream in, Output out, Failures failures, Progress progress) {
    super(in, out, failures, progress);
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    return search("count", json);
  }

  @Override
  boolean search(Finder finder, FileBytes opened, NumberLines lines) throws IOException {
    long[] count = new long[1];
    MemorySegment bytes = opened.segment();
    Pieces.each(finder, opened, (from, to) -> count[0] += finder.count(bytes, from, to));
    lines.add(count[0]);
    return count[0] > 0;
  }

  @Override
  boolean search(StreamMatches matches, NumberLines lines) throws IOException {
    long count = 0;
    while (matches.more()) {
      while (matches.next() >= 0) {
        count++;
      }
    }
    lines.add(count);
    return count > 0;
  }
}
