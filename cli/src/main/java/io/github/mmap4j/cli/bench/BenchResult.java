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
 * @param bytes how many bytes were measured, from the start of the file
 * @param warmUp the time before the first round, in nanoseconds
 * @param rates the rates of each workload, plain reading first
 * @param missing how many pages were not in memory at the end; 0 if the system does not report it
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

  /** Returns what was measured: the file and its size. */
  public String title() {
    String size = Units.about(fileBytes);
    return ShownName.of(file)
        + ": "
        + (bytes < fileBytes ? "the first " + Units.about(bytes) + " of " + size : size);
  }

  /**
   * Returns lines that say on which system and how it was measured, and whether a disk was
   * involved.
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
