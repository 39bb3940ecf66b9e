package io.github.mmap4j.cli;

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
record BenchResult(
    Path file, long fileBytes, long bytes, long warmUp, List<Rates> rates, long missing) {
  private static final double NANOS = 1e9; // in a second

  int rounds() {
    return rates.getFirst().rounds().size();
  }

  double greatestMedian() {
    return rates.stream().mapToDouble(Rates::median).max().orElseThrow();
  }

  /** What was measured. */
  String title() {
    String size = Units.about(fileBytes);
    return ShownName.of(file)
        + ": "
        + (bytes < fileBytes ? "the first " + Units.about(bytes) + " of " + size : size);
  }

  /** By what it was measured, and how; and what the numbers do not show of the memory alone. */
  List<String> facts() {
    String platform = "JDK " + Platform.jdk() + "; " + Platform.system();
    String method =
        String.format(
            Locale.ROOT,
            "one thread, search kernel: %s; %d rounds after %.1f s of warm-up",
            Platform.kernel(),
            rounds(),
            warmUp / NANOS);
    if (missing == 0) {
      return List.of(platform, method);
    }
    String remark = missing + " pages were not in memory at the end: the disk was measured as well";
    return List.of(platform, method, remark);
  }
}
