package io.github.mmap4j.cli.bench;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.format.SystemInfo;
import io.github.mmap4j.cli.format.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The results for one file.
 *
 * @param file the file
 * @param fileBytes the length of the file
 * @param bytes the number of bytes measured, from the start of the file
 * @param warmUp the time before the first round, in nanoseconds
 * @param rates the rates of each workload, plain reading first
 * @param missing the number of pages that were not in memory at the end, or 0 if the system does
 *     not report this
 */
public record BenchResult(
    Path file, long fileBytes, long bytes, long warmUp, List<Rates> rates, long missing) {
  private static final double NANOS = 1e9; // per second

  int rounds() {
    return rates.getFirst().rounds().size();
  }

  double greatestMedian() {
    return rates.stream().mapToDouble(Rates::median).max().orElseThrow();
  }

  /** Returns the name and the size of the file that was measured. */
  public String title() {
    String size = Units.about(fileBytes);
    return ShownName.of(file)
        + ": "
        + (bytes < fileBytes ? "the first " + Units.about(bytes) + " of " + size : size);
  }

  /**
   * Returns lines that describe the system and the measurement, with a remark if the disk was
   * measured as well.
   */
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
