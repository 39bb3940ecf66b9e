package io.github.mmap4j.cli.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** Explains why pages of a file stay in memory. */
public final class PageKeeper {
  /** The file systems that have no disk. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs", "hugetlbfs");

  private static final Path PROCESSES = Path.of("/proc");

  private PageKeeper() {}

  /** Returns why pages of {@code file} stay in memory, as a part of a sentence. */
  public static String reason(Path file) throws IOException {
    String type = Files.getFileStore(file).type();
    if (IN_MEMORY.contains(type)) {
      return type + " keeps files only in memory";
    }
    String process = mapping(file);
    return process == null
        ? "others have them mapped or locked, or keep reading them"
        : "process " + process + " has the file mapped";
  }

  /** Returns the number of another process that has the file mapped, or null if none is seen. */
  private static String mapping(Path file) throws IOException {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return null;
    }
    String inode = " " + device(file) + " " + Files.getAttribute(file, "unix:ino") + " ";
    String self = Long.toString(ProcessHandle.current().pid());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        String number = process.getFileName().toString();
        if (!number.equals(self) && hasLine(process.resolve("maps"), inode)) {
          return number;
        }
      }
    }
    return null;
  }

  /** Returns the device of the file's file system as /proc/PID/maps prints it. */
  private static String device(Path file) throws IOException {
    long device = (long) Files.getAttribute(file, "unix:dev");
    long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    long minor = device & 0xff | device >>> 12 & ~0xffL & 0xffffffffL;
    return "%02x:%02x".formatted(major, minor);
  }

  private static boolean hasLine(Path maps, String part) {
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.contains(part));
    } catch (IOException | UncheckedIOException e) {
      return false; // The process has ended, or belongs to another user.
    }
  }
}
