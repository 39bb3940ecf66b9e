package io.github.mmap4j.cli.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An output that truncates a file to nothing at the first write. */
public final class Truncating extends ByteArrayOutputStream {
  private final Path file;

  public Truncating(Path file) {
    this.file = file;
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    super.write(bytes, from, count);
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
