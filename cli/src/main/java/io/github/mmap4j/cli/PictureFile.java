package io.github.mmap4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A file that a picture is to be written to; it has the old content or all of the new. */
final class PictureFile {
  private final Path path;

  private PictureFile(Path path) {
    this.path = path;
  }

  /** Checks before the work what would fail after it. {@code measured}: what may not be lost. */
  static PictureFile of(String name, List<String> measured) throws IOException, Refusal {
    Path path = Target.path(name).toAbsolutePath();
    if (!Files.exists(path)) {
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new Refusal("there is no such folder");
      }
      return new PictureFile(path);
    }
    Path real = path.toRealPath(); // a link stays one
    if (!Files.isRegularFile(real)) {
      throw new Refusal("is no regular file, so no picture takes its place");
    }
    for (String file : measured) {
      if (Files.exists(Path.of(file)) && Files.isSameFile(real, Path.of(file))) {
        throw new Refusal("is one of the files to look at, so no picture takes its place");
      }
    }
    return new PictureFile(real);
  }

  void write(byte[] picture) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path beside = path.resolveSibling("." + random + ".tmp");
    try {
      try (OutputStream out =
          Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        out.write(picture);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE); // replaces
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
