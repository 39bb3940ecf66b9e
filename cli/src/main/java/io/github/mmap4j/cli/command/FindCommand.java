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
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "find",
    description = {
      "Prints the offset of each occurrence of TEXT, without overlaps; with"
          + " several files, FILE:offset.",
      "Prints the same as grep -obUaF TEXT FILE | cut -d: -f1, but a newline in"
          + " TEXT is an ordinary byte."
    })
final class FindCommand extends TextSearchCommand {
  @Option(names = "--json", description = JsonWriter.HELP + "and the \"offset\" of an occurrence.")
  private boolean json;

  FindCommand(InputStream in, Output out, Failures failures, Progress progress) {
    super(in, out, failures, progress);
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    return search("offset", json);
  }

  @Override
  boolean search(Finder finder, FileBytes opened, NumberLines lines) throws IOException {
    boolean[] found = new boolean[1];
    MemorySegment bytes = opened.segment();
    Pieces.each(
        finder,
        opened,
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
    return found[0];
  }

  @Override
  boolean search(StreamMatches matches, NumberLines lines) throws IOException {
    boolean found = false;
    while (matches.more()) {
      for (long at = matches.next(); at >= 0; at = matches.next()) {
        lines.add(at);
        found = true;
      }
      out.pieceDone();
    }
    return found;
  }
}
