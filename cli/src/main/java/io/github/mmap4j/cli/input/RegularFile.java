package io.github.mmap4j.cli.input;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.names.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file named on the command line and found to be a regular file.
 *
 * @param path the path of the file
 * @param size the size in bytes when the file was checked; an empty file is not mapped
 */
public record RegularFile(Path path, long size) {
  /** Checks the file that an argument names. */
  public static RegularFile of(String file) throws IOException, Refusal {
    return of(path(file));
  }

  /** Returns the path that an argument names. */
  public static Path path(String file) throws Refusal {
    if (file.equals("-")) {
      throw new Refusal("standard input can't be mapped; name a file (./- if that is its name)");
    }
    if (file.isEmpty()) {
      throw new Refusal("no file has an empty name");
    }
    if (RawText.hasLostBytes(file)) {
      throw new Refusal("the name is not UTF-8, and its bytes are not known; link to the file");
    }
    Path path = RawPath.of(file); // drops a slash at the end
    if (file.endsWith("/") && Files.exists(path) && !Files.isDirectory(path)) {
      throw new Refusal("is not a directory");
    }
    return path;
  }

  /** Checks that {@code path} is a regular file that is empty or can be mapped. */
  public static RegularFile of(Path path) throws IOException, Refusal {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new Refusal("is a directory");
    }
    if (!attributes.isRegularFile()) {
      throw new Refusal("is a pipe, a socket or a device; only a regular file can be mapped");
    }
    RegularFile target = new RegularFile(path, attributes.size());
    if (target.isEmpty() && target.hasBytes()) {
      throw new Refusal("has bytes but no size, as files in /proc do; it can't be mapped");
    }
    return target;
  }

  /**
   * Returns the file if it is regular and has a size. Others may be readable all the same: pipes,
   * devices, and files without a size, as in /proc.
   */
  public static Optional<RegularFile> withSize(Path path) throws IOException, Refusal {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new Refusal("is a directory");
    }
    boolean hasSize = attributes.isRegularFile() && attributes.size() > 0;
    return hasSize ? Optional.of(new RegularFile(path, attributes.size())) : Optional.empty();
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Maps the file with native calls where the system supports them. */
  public Mmap map(Access access) throws IOException {
    return Mmap.open(path, access);
  }

  /** Maps the file, which is not empty, read-only. */
  public MappedFile open() throws IOException {
    return MappedFile.of(path, size);
  }

  private boolean hasBytes() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() >= 0;
    }
  }
}
