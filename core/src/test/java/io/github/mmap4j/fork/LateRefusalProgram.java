package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maps a file, then disables the fault guard, which is too late. Argument: a file to make. */
final class LateRefusalProgram {
  private LateRefusalProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Files.write(Path.of(args[0]), new byte[1]);
    try (Mmap mmap = Mmap.open(path)) {
      Check.thrown(IllegalStateException.class, Mmap::disableFaultGuard);
      Check.same(0, mmap.get(0), "the byte");
    }
  }
}
