package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Explains why pages of a file stay in memory. */
public final class PageKeeper {
  /** The file systems that have no disk. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs", "hugetlbfs");

  private static final Path PROCESSES = Path.of("/proc");

  private PageKeeper() {}

  /** Returns why pages of {@code file}, which {@code m} maps, stay in memory, as a clause. */
  public static String reason(Path file, Mmap m) throws IOException {
    String type = Files.getFileStore(file).type();
    if (IN_MEMORY.contains(type)) {
      return type + " keeps files only in memory";
    }
    String process = mapping(file, m.asSegment().address());
    return process == null
        ? "others have them mapped or locked, or keep reading them"
        : "process " + process + " has the file mapped";
  }

  /**
   * Returns the number of another process that has the file mapped, or null if none is seen. The
   * rows of other processes are compared with this process's row for {@code address}, because on
   * Btrfs and overlayfs the rows show another device than {@code stat} does.
   */
  private static String mapping(Path file, long address) throws IOException {
    Predicate<Row> isOurs = row -> row.contains(address);
    Optional<Row> ours = find(PROCESSES.resolve("self"), isOurs);
    if (ours.isEmpty()) {
      return null;
    }
    String inode = ours.get().inode();
    String self = Long.toString(ProcessHandle.current().pid());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        String number = process.getFileName().toString();
        Predicate<Row> maps = row -> row.inode().equals(inode) && row.maybeMaps(file, process);
        if (!number.equals(self) && find(process, maps).isPresent()) {
          return number;
        }
      }
    }
    return null;
  }

  private static Optional<Row> find(Path process, Predicate<Row> wanted) {
    Path maps = process.resolve("maps");
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      return lines.map(Row::of).filter(wanted).findFirst();
    } catch (IOException | UncheckedIOException e) {
      // The process has ended, belongs to another user, or there is no /proc.
      return Optional.empty();
    }
  }

  /** A row of {@code /proc/PID/maps}; {@code inode} includes the device. */
  private record Row(long start, long end, String inode) {
    static Row of(String line) {
      String[] fields = line.split(" ", 6);
      String[] range = fields[0].split("-");
      return new Row(
          Long.parseUnsignedLong(range[0], 16),
          Long.parseUnsignedLong(range[1], 16),
          fields[3] + " " + fields[4]);
    }

    boolean contains(long address) {
      return Long.compareUnsigned(start, address) <= 0 && Long.compareUnsigned(address, end) < 0;
    }

    /** Tells the file from its copy in a snapshot on Btrfs, whose row shows the same inode. */
    boolean maybeMaps(Path file, Path process) {
      String range = Long.toHexString(start) + "-" + Long.toHexString(end);
      try {
        return Files.isSameFile(process.resolve("map_files").resolve(range), file);
      } catch (IOException e) {
        return true; // Only root may follow the link.
      }
    }
  }
}
