package io.github.mmap4j.cli.info;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits of the system for mappings, where it publishes them in files as Linux does. */
public final class SystemLimits {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path MAPPINGS = Path.of("/proc/sys/vm/max_map_count");
  private static final Path HUGE = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /** The number of bytes that are read, more than any of these files has. */
  private static final int LONGEST = 1 << 13;

  private SystemLimits() {}

  /** Returns the maximum number of mappings of a process. */
  public static Optional<String> mappings() throws IOException {
    return content(MAPPINGS).map(String::strip);
  }

  /** Returns when transparent huge pages are used: always, madvise or never. */
  public static Optional<String> hugePages() throws IOException {
    return content(HUGE).flatMap(text -> find("\\[(\\w+)]", text));
  }

  /** Returns how many bytes this process can lock, or "unlimited". */
  public static Optional<String> locked() throws IOException {
    return limit("Max locked memory");
  }

  /** Returns the size of the address space of this process in bytes, or "unlimited". */
  public static Optional<String> addresses() throws IOException {
    return limit("Max address space");
  }

  private static Optional<String> limit(String name) throws IOException {
    return content(LIMITS)
        .flatMap(text -> find("(?m)^" + name + " +(\\w+)", text))
        .map(limit -> limit.equals("unlimited") ? limit : limit + " bytes");
  }

  /**
   * Reads a file at once. {@link Files#readString} begins with a single byte of such a file, which
   * has no size, and the kernel gives a number only to a read at its start.
   */
  private static Optional<String> content(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII));
    }
  }

  private static Optional<String> find(String regex, String text) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
