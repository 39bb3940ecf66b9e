package io.github.mmap4j.fork;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads what the kernel reports about this process. */
public final class Proc {
  private Proc() {}

  /** Returns the number of lines of /proc/self/maps that contain {@code name}. */
  public static long mappings(String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(name)).count();
    }
  }

  /** Returns the value in the line of /proc/self/status that begins with {@code name}. */
  static String status(String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Returns the number of descriptors of files whose name contains {@code name}. */
  public static long descriptors(String name) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        if (target(link).contains(name)) {
          count++;
        }
      }
    }
    return count;
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return ""; // closed since it was listed
    }
  }

  /** Returns the size of the address space in kilobytes, whatever is mapped. */
  public static long addressSpace() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmSize:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
  }
}
