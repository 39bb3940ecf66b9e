package io.github.mmap4j.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens what can be read, but not mapped. */
public final class StreamedFile {
  private StreamedFile() {}

  /**
   * Opens standard input, named {@code -}, a pipe, a device, or a file without a size, as in /proc.
   * Returns null for a regular file that has a size.
   */
  public static InputStream open(String file, InputStream standardInput)
      throws IOException, Refusal {
    if (file.equals("-")) {
      return new FilterInputStream(standardInput) {
        @Override
        public void close() {} // another argument may name it, too
      };
    }
    Path path = RegularFile.path(file);
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new Refusal("is a directory");
    }
    boolean hasSize = attributes.isRegularFile() && attributes.size() > 0;
    return hasSize ? null : Files.newInputStream(path);
  }
}
