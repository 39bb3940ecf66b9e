package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files named by the arguments, and all regular files in and below the folders named by them.
 * Symbolic links inside a folder are not followed. A file with several names counts once. A file or
 * folder that cannot be read is reported at once.
 */
public final class FileTree {
  private final Failures failures;
  private final List<Path> files = new ArrayList<>();

  /** The identities of the files, by which one with several names is recognised. */
  private final Set<Object> seen = new HashSet<>();

  private int status;

  private FileTree(Failures failures) {
    this.failures = failures;
  }

  /** Collects the files that {@code arguments} name. */
  public static FileTree of(List<String> arguments, Failures failures) throws OutputException {
    FileTree tree = new FileTree(failures);
    for (String argument : arguments) {
      tree.guard(argument, () -> tree.add(RegularFile.path(argument)));
    }
    return tree;
  }

  /** Returns the files in the order of the arguments; within a folder they are sorted by name. */
  public List<Path> files() {
    return Collections.unmodifiableList(files);
  }

  /** Returns the exit status: 0 if everything could be read. */
  public int status() {
    return status;
  }

  private int add(Path named) throws IOException, Refusal {
    if (!Files.isDirectory(named)) {
      Path path = RegularFile.of(named).path();
      addOnce(path, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
      return 0;
    }
    SortedMap<Path, Object> below = new TreeMap<>();
    Path inside = named.resolve("."); // a folder even if a symbolic link names it
    Files.walkFileTree(
        inside,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              Path path = named.resolve(inside.relativize(file));
              below.put(path, Objects.requireNonNullElse(attributes.fileKey(), path));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws OutputException {
            fail(named.resolve(inside.relativize(file)), e);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e)
              throws OutputException {
            if (e != null) {
              fail(named.resolve(inside.relativize(folder)), e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    below.forEach(this::addOnce);
    return 0;
  }

  /** Adds a file unless it has been added under another name; {@code key} may be null. */
  private void addOnce(Path path, Object key) {
    if (seen.add(Objects.requireNonNullElse(key, path))) {
      files.add(path);
    }
  }

  private void fail(Path file, IOException e) throws OutputException {
    guard(
        RawPath.name(file),
        () -> {
          throw e;
        });
  }

  private void guard(String file, Failures.Work work) throws OutputException {
    status = Math.max(status, failures.guard(file, work));
  }
}
