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
import java.util.PrimitiveIterator;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "find",
    description = {
      "Prints the offset of each occurrence of TEXT, none overlapping another; with several files"
          + " FILE:offset.",
      "As grep -obUaF TEXT FILE | cut -d: -f1 does, but a new line in TEXT is a byte like others."
    })
final class FindCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Option(names = "--json", description = JsonWriter.HELP + "\"offset\" of an occurrence.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "TEXT", description = "What to find, as UTF-8.")
  private String text;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files. An empty one holds nothing.")
  private List<String> files;

  FindCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Finder finder = Finder.of(Arguments.text("TEXT", text)).parallel();
    return new EachFile(out, failures, progress, json)
        .search(files, (file, prefix) -> search(finder, file, prefix));
  }

  private int search(Finder finder, String file, byte[] prefix) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty()) {
      return EachFile.NOT_FOUND;
    }
    NumberLines lines =
        json ? NumberLines.json(out, prefix, "offset") : NumberLines.text(out, prefix);
    boolean[] found = new boolean[1];
    try (MappedFile opened = target.open()) {
      MemorySegment bytes = opened.mmap().asSegment();
      Pieces.each(
          finder,
          bytes,
          progress,
          (from, to) -> {
            try (LongStream all = finder.all(bytes, from, to)) {
              PrimitiveIterator.OfLong offsets = all.iterator();
              while (offsets.hasNext()) {
                lines.add(offsets.nextLong());
                found[0] = true;
              }
            }
            out.pieceDone();
          });
    }
    return found[0] ? EachFile.FOUND : EachFile.NOT_FOUND;
  }
}
