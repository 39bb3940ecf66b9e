package io.github.mmap4j.cli.memory;

import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.input.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A check of how much memory the system can still provide. */
public final class AvailableMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private AvailableMemory() {}

  /**
   * Refuses to lock more memory than is available, as the system would kill other programs to make
   * room, and finally this one.
   */
  public static void require(long bytes) throws IOException, Refusal {
    if (!Files.exists(MEMINFO)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MEMINFO)) {
      long kibibytes =
          lines
              .filter(line -> line.startsWith("MemAvailable:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(Long.MAX_VALUE >> 10);
      if (bytes > kibibytes << 10) {
        throw new Refusal(
            "has %s, and only %s of memory are available"
                .formatted(Units.about(bytes), Units.about(kibibytes << 10)));
      }
    }
  }
}
