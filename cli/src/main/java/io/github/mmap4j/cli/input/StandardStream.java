package io.github.mmap4j.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A standard stream, which may be a file. */
public enum StandardStream {
  INPUT("/dev/stdin"),
  OUTPUT("/dev/stdout");

  private final String name;

  StandardStream(String name) {
    this.name = name;
  }

  /** Returns the identity of the file that the stream is, if it is a regular file. */
  public Optional<Object> file() {
    try {
      BasicFileAttributes file = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
      return file.isRegularFile() ? Optional.ofNullable(file.fileKey()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // The system lacks this name, or the stream is closed.
    }
  }

  /**
   * Throws an exception if standard input is the same file as standard output. A command that
   * prints what it reads would read that again, and never end.
   */
  static void requireTwoFiles() throws Refusal {
    Optional<Object> input = INPUT.file();
    if (input.isPresent() && input.equals(OUTPUT.file())) {
      throw new Refusal("input file is also the output");
    }
  }
}
