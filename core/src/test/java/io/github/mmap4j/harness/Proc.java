package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads what Linux reports about this process in /proc/self. */
public final class Proc {
  private static final Path SELF = Path.of("/proc/self");

  private Proc() {}

  /** Skips the calling test, with a reason, on systems without /proc. */
  private static void assumeItIsThere() {
    assumeTrue(Files.isDirectory(SELF), "asks /proc, which Linux has");
  }

  /** Returns the lines of /proc/self/maps that end with {@code suffix}. */
  public static List<String> maps(String suffix) throws IOException {
    return lines("maps").stream().filter(line -> line.endsWith(suffix)).toList();
  }

  /** Returns the lines of smaps for {@code address}: the header, then the properties. */
  public static List<String> smaps(long address) throws IOException {
    return smaps(lines("smaps"), address);
  }

  private static List<String> smaps(List<String> all, long address) {
    List<String> found = new ArrayList<>();
    for (String line : all) {
      if (Character.digit(line.charAt(0), 16) >= 0 && line.indexOf('-') > 0) {
        if (!found.isEmpty()) {
          break;
        }
        String[] range = line.split("[- ]", 3);
        boolean holds =
            Long.parseUnsignedLong(range[0], 16) <= address
                && address < Long.parseUnsignedLong(range[1], 16);
        if (!holds) {
          continue;
        }
        found.add(line);
      } else if (!found.isEmpty()) {
        found.add(line);
      }
    }
    return found;
  }

  /**
   * Returns the path of the file that is mapped at an address, "empty pages", "no access" or
   * "nothing".
   */
  public static String mappedAt(long address) throws IOException {
    for (String line : lines("maps")) {
      String[] fields = line.split("\\s+", 6);
      String[] range = fields[0].split("-");
      if (Long.compareUnsigned(address, Long.parseUnsignedLong(range[0], 16)) >= 0
          && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0) {
        boolean isFile = fields.length == 6 && !fields[5].isEmpty();
        return isFile ? fields[5] : fields[1].equals("---p") ? "no access" : "empty pages";
      }
    }
    return "nothing";
  }

  /** Returns the VmFlags line of smaps for {@code address}, between spaces. */
  public static String vmFlags(long address) throws IOException {
    return vmFlags(lines("smaps"), address);
  }

  /**
   * Returns the VmFlags of {@code pages} pages from {@code address} on, which need one read of
   * smaps: for each read, the kernel walks over all pages of the heap.
   */
  public static List<String> vmFlagsOfPages(long address, int pages) throws IOException {
    List<String> all = lines("smaps");
    return IntStream.range(0, pages)
        .mapToObj(page -> vmFlags(all, address + (long) page * Mmap.PAGESIZE))
        .toList();
  }

  private static String vmFlags(List<String> all, long address) {
    return smaps(all, address).stream()
            .filter(line -> line.startsWith("VmFlags:"))
            .findFirst()
            .orElseThrow()
            .substring("VmFlags:".length())
        + " ";
  }

  /** Returns the value of {@code name} in /proc/self/status. */
  public static String status(String name) throws IOException {
    return lines("status").stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Returns the open descriptors whose file name contains {@code part}, and that name. */
  public static Map<Integer, String> descriptors(String part) throws IOException {
    assumeItIsThere();
    Map<Integer, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.list(SELF.resolve("fd"))) {
      for (Path link : all.toList()) {
        String target = target(link);
        if (target.contains(part)) {
          found.put(Integer.valueOf(link.getFileName().toString()), target);
        }
      }
    }
    return found;
  }

  /** Returns "" if the descriptor was closed after it was listed. */
  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Returns the flags of a descriptor from fdinfo. */
  public static int flags(int fd) throws IOException {
    return lines("fdinfo/" + fd).stream()
        .filter(line -> line.startsWith("flags:"))
        .mapToInt(line -> Integer.parseInt(line.substring(6).strip(), 8))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(String file) throws IOException {
    assumeItIsThere();
    try {
      return Files.readAllLines(SELF.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
