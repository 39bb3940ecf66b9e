package io.github.mmap4j.cli.grep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The width of line numbers and offsets that are padded. It suffices for the size of the file. */
final class NumberWidth {
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private NumberWidth() {}

  /**
   * Returns the width for a file, or for {@code in} if {@code path} is null.
   *
   * @param numbers whether lines are numbered, so that the last number may exceed the size by 1
   */
  static int of(Path path, InputStream in, boolean numbers) throws IOException {
    boolean known = path != null || in == System.in && Files.exists(STANDARD_INPUT);
    if (known) {
      BasicFileAttributes file =
          Files.readAttributes(path == null ? STANDARD_INPUT : path, BasicFileAttributes.class);
      if (file.isRegularFile()) {
        return Long.toString(file.size() + (numbers ? 1 : 0)).length();
      }
    }
    return Long.toString(Long.MAX_VALUE).length(); // the size is not known
  }
}
