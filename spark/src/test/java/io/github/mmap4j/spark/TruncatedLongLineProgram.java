package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Truncates a file of three lines, each longer than a window, after the first of them was read in a
 * mapping. The arguments are a folder, what to do after that, and the length that is left.
 */
final class TruncatedLongLineProgram {
  private static final int LINE = 300_000;
  private static final int LENGTH = 3 * LINE;

  private TruncatedLongLineProgram() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "long.log");
    Files.writeString(file, "x".repeat(LINE - 1).concat("\n").repeat(3));
    int lines = 0;
    try (OpenRange range = new OpenRange(ReaderSpec.of(LinePredicate.ALL), true)) {
      range.open(new FileRange(file.toString(), 0, LENGTH));
      if (range.next()) {
        lines++;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(Long.parseLong(args[2]));
      }
      if (args[1].equals("open")) {
        range.open(new FileRange(file.toString(), 2 * LINE + 1, LENGTH));
      }
      if (args[1].equals("count")) {
        System.out.println("counted " + range.count());
      }
      while (range.next()) {
        lines++;
      }
      System.out.println("no error");
    } catch (FileShortenedException e) {
      boolean isFault = e.getCause() instanceof MappingFaultException;
      System.out.println((isFault ? "a fault after " : "no fault after ") + lines);
      System.out.println(e.getMessage());
    }
  }
}
