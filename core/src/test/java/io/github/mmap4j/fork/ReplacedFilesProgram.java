package io.github.mmap4j.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;

/** Prints the first line of a file, in a JVM whose default file system was replaced. */
public final class ReplacedFilesProgram {
  private ReplacedFilesProgram() {}

  public static void main(String[] args) throws IOException {
    try (Mmap m = Mmap.open(Path.of(args[0]), Access.READ)) {
      System.out.print(m.readLine(UTF_8));
    }
  }
}
