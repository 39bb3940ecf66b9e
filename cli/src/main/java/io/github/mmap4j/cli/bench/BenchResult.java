package io.github.mmap4j.cli.bench;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.format.SystemInfo;
import io.github.mmap4j.cli.format.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of a file.
 *
 * @param file which
 * @param fileBytes how long it is
 * @param bytes how much of it was measured, from its beginning
 * @param warmUp nanoseconds that went before the first round
 * @param rates of each workload, reading alone first
 * @param missing pages that were not in memory at the end; 0 if the system does not tell
 */
public record BenchResult(
    Path file, long fileBytes, long bytes, long warmUp, List<Rates> rates, long missing) {
  private static final double NANOS = 1e9; // in a second

  int rounds() {
    return rates.getFirst().rounds().size();
  }

  double greatestMedian() {
    return rates.stream().mapToDouble(Rates::median).max().orElseThrow();
  }

  /** What was measured. */
  public String title() {
    String size = Units.about(fileBytes);
    return ShownName.of(file)
        + ": "
        + (bytes < fileBytes ? "the first " + Units.about(bytes) + " of " + size : size);
  }

  /** By what it was measured, and how; and what the numbers do not show of the memory alone. */
  List<String> facts() {
    String platform = "JDK " + SystemInfo.jdk() + "; " + SystemInfo.system();
    String method =
        String.format(
            Locale.ROOT,
            "one thread, search kernel: %s; %d rounds after %.1f s of warm-up",
            SystemInfo.kernel(),
            rounds(),
            warmUp / NANOS);
    if (missing == 0) {
      return List.of(platform, method);
    }
    String remark = missing + " pages were not in memory at the end: the disk was measured as well";
    return List.of(platform, method, remark);
  }
}
