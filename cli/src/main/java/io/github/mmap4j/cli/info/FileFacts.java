package io.github.mmap4j.cli.info;

import io.github.mmap4j.Access;
import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds what is known of a file, and how it is mapped for reading.
 *
 * @param size the length, if it is known
 * @param fileSystem the kind of file system, unless this is standard input
 * @param mapped the number of bytes that are mapped
 * @param can what the mapping can do
 * @param reason the reason why nothing is mapped, if that is so
 */
public record FileFacts(
    OptionalLong size,
    Optional<String> fileSystem,
    long mapped,
    Set<Capability> can,
    Optional<String> reason) {

  /** Looks at the file that an argument names, where {@code -} is standard input. */
  public static FileFacts of(String file) throws IOException, Refusal {
    if (file.equals("-")) {
      return streamed(Optional.empty(), "standard input");
    }
    Path path = RegularFile.path(file);
    boolean hasLength = RegularFile.withSize(path).isPresent() || ByteSource.isDisk(path);
    Optional<String> fileSystem = Optional.of(Files.getFileStore(path).type());
    if (hasLength) {
      return mapped(path, fileSystem);
    }
    if (!Files.isRegularFile(path)) {
      return streamed(fileSystem, "a pipe, a socket or a device");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() < 0
          ? unmapped(OptionalLong.of(0), fileSystem, "an empty file can't be mapped")
          : streamed(fileSystem, "a file with bytes but no size, such as those in /proc,");
    }
  }

  private static FileFacts mapped(Path path, Optional<String> fileSystem)
      throws IOException, Refusal {
    try (Mmap m = Mmap.open(path, Access.READ)) {
      OptionalLong size = OptionalLong.of(m.size());
      return new FileFacts(size, fileSystem, m.length(), m.capabilities(), Optional.empty());
    } catch (FileSystemException e) {
      throw e; // The file can't be opened.
    } catch (IOException e) {
      OptionalLong size =
          RegularFile.withSize(path).stream().mapToLong(RegularFile::size).findAny();
      return unmapped(size, fileSystem, e.getMessage());
    }
  }

  private static FileFacts streamed(Optional<String> fileSystem, String what) {
    return unmapped(
        OptionalLong.empty(),
        fileSystem,
        what + " can't be mapped; it is read from its start to its end");
  }

  private static FileFacts unmapped(OptionalLong size, Optional<String> fileSystem, String reason) {
    return new FileFacts(size, fileSystem, 0, Set.of(), Optional.of(reason));
  }

  /** Returns whether the system maps the file, and not the JDK. */
  public boolean isBySystem() {
    return can.contains(Capability.ADVISE);
  }
}
