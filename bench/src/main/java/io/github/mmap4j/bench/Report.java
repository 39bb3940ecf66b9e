package io.github.mmap4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** A program that creates the table and the chart of the measurements. */
public final class Report {
  private static final String ROW = "%-30s %-44s %8s  %-32s %8s %7s %6s  %s%n";

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  /**
   * Writes search.txt and search.svg.
   *
   * @param args the folder of the measurements, and the folder to write into, which also receives a
   *     copy of the measurements
   * @throws IOException if files can't be read or written
   */
  public static void main(String... args) throws IOException {
    Path folder = Path.of(args[1]);
    Results.copy(Path.of(args[0]), folder);
    Report report = new Report(Results.read(folder));
    Files.writeString(folder.resolve("search.txt"), report.table());
    Files.writeString(folder.resolve("search.svg"), report.chart().svg());
  }

  String table() {
    StringBuilder table = new StringBuilder("Search benchmarks: medians, in GB/s (10^9 bytes)\n\n");
    for (JsonNode node : List.of(results.machine(), results.versions())) {
      node.properties()
          .forEach(one -> row(table, "%-12s %s%n", one.getKey(), one.getValue().asText()));
    }
    table.append("\nGoals\n");
    row(table, ROW, "what", "measured", "GB/s", "beside", "GB/s", "ratio", "goal", "");
    Goal.all().forEach(goal -> goal(table, goal));
    allocation(table);
    table.append("\nAll that was measured\n");
    results.measured().forEach((name, one) -> row(table, "%-44s %10s%n", name, speed(one)));
    return table.toString();
  }

  private void goal(StringBuilder table, Goal goal) {
    Results.Measured ours = results.measured().get(goal.ours());
    Results.Measured rival = results.measured().get(goal.rival());
    boolean both = ours != null && rival != null;
    double ratio = both ? ours.gigabytesPerSecond() / rival.gigabytesPerSecond() : Double.NaN;
    row(
        table,
        ROW,
        goal.what(),
        goal.ours(),
        speed(ours),
        goal.rival(),
        speed(rival),
        both ? String.format(Locale.ROOT, "%.2f", ratio) : "-",
        String.format(Locale.ROOT, "%.2f", goal.atLeast()),
        !both ? "not measured" : ratio >= goal.atLeast() ? "met" : "missed");
  }

  private void allocation(StringBuilder table) {
    double most =
        results.measured().entrySet().stream()
            .filter(entry -> entry.getKey().matches("ShortFind .* MMAP4J.*"))
            .mapToDouble(entry -> entry.getValue().allocated())
            .max()
            .orElse(Double.NaN);
    row(
        table,
        "%nAllocated by a short find with a finder made before: %.4f bytes at most (goal: none): %s%n",
        most,
        Double.isNaN(most) ? "not measured" : most < Goal.NO_ALLOCATION ? "met" : "missed");
  }

  private static void row(StringBuilder table, String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values).replaceAll(" +(\\R)", "$1"));
  }

  private static String speed(Results.Measured measured) {
    return measured == null
        ? "-"
        : String.format(Locale.ROOT, "%.3f", measured.gigabytesPerSecond());
  }

  Chart chart() {
    List<Chart.Group> groups = new ArrayList<>();
    for (Absent absent : Absent.values()) {
      String find = "Find " + absent + " ";
      add(groups, "find " + absent.label(), find, "", "STRING", "GREP");
    }
    add(groups, "count " + Counted.NEWLINE.label(), "Count NEWLINE ", "", "BYTE_BUFFER", "WC");
    add(groups, "walk lines", "Lines ", "", "BUFFERED_READER", "GREP");
    for (Regex regex : Regex.compared()) {
      add(groups, regex.pattern(), "Pattern ", " " + regex, "JAVA_REGEX", "GREP");
    }
    String machine =
        String.join(
            ", ",
            results.machine().path("processor").asText(),
            results.machine().path("cores").asText() + " cores",
            results.machine().path("java").asText(),
            results.machine().path("date").asText());
    String text =
        String.format(
            Locale.ROOT,
            "One thread over %,d MiB of text in the page cache; longer is better.",
            results.machine().path("bytes").asLong() >> 20);
    return new Chart("Searching a mapped file", List.of(text, machine), "GB/s", groups);
  }

  private void add(
      List<Chart.Group> groups, String name, String before, String after, String jdk, String grep) {
    SequencedMap<String, Double> bars = new LinkedHashMap<>();
    bar(bars, "reading alone", before + "READ_LIMIT" + after);
    bar(bars, "mmap4j", before + "MMAP4J" + after);
    bar(bars, "mmap4j without vectors", "scalar " + before + "MMAP4J" + after);
    bar(bars, "C library, a copy", before + "LIBC" + after);
    bar(bars, "JDK", before + jdk + after);
    bar(bars, "CPython", before + "CPYTHON" + after);
    bar(bars, "ripgrep, a process", before + "RIPGREP" + after);
    bar(bars, "grep or wc, a process", before + grep + after);
    if (!bars.isEmpty()) {
      groups.add(new Chart.Group(name, bars));
    }
  }

  private void bar(Map<String, Double> bars, String series, String name) {
    Results.Measured measured = results.measured().get(name);
    if (measured != null) {
      bars.put(series, measured.gigabytesPerSecond());
    }
  }
}
