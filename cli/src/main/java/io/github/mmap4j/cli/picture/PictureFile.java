package io.github.mmap4j.cli.picture;

import io.github.mmap4j.cli.files.NewFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.names.RawPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The destination of a picture. The file always contains either its old content or the whole
 * picture.
 */
final class PictureFile {
  private final Path path;

  private PictureFile(Path path) {
    this.path = path;
  }

  /**
   * Checks in advance that the picture can be written. {@code measured} lists files that must not
   * be replaced.
   */
  static PictureFile of(String name, List<String> measured) throws IOException, Refusal {
    Path path = RegularFile.path(name).toAbsolutePath();
    if (!Files.exists(path)) {
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new Refusal("there is no such folder");
      }
      return new PictureFile(path);
    }
    Path real = path.toRealPath(); // replaces a link's target, not the link
    if (!Files.isRegularFile(real)) {
      throw new Refusal("is not a regular file, so no picture can replace it");
    }
    for (String file : measured) {
      Path shown = RawPath.of(file);
      if (Files.exists(shown) && Files.isSameFile(real, shown)) {
        throw new Refusal("is one of the files shown, so no picture can replace it");
      }
    }
    return new PictureFile(real);
  }

  void write(byte[] picture) throws IOException {
    try (NewFile file = NewFile.of(path)) {
      ByteBuffer left = ByteBuffer.wrap(picture);
      while (left.hasRemaining()) {
        file.channel().write(left);
      }
      file.put(true);
    }
  }
}
