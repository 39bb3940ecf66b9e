package io.github.mmap4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** A program that creates the table and the chart of the measurements. */
public final class Report {
  private static final String ROW = "%-30s %-44s %8s  %-32s %8s %7s %6s  %s%n";

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  /**
   * Writes the table of one machine and the chart of all machines. Each processor has a folder of
   * its own, so that the results of different processors are kept side by side.
   *
   * @param args the folder of the measurements, and the folder of all results, where a folder named
   *     after the processor receives search.txt and a copy of the measurements
   * @throws IOException if files can't be read or written
   */
  public static void main(String... args) throws IOException {
    Path measured = Path.of(args[0]);
    Path all = Path.of(args[1]);
    Path folder = all.resolve(Results.read(measured).folder());
    Results.copy(measured, folder);
    String table = new Report(Results.read(folder)).table();
    Files.writeString(folder.resolve("search.txt"), table);
    List<Report> reports = new ArrayList<>();
    for (Path one : Results.folders(all)) {
      reports.add(new Report(Results.read(one)));
    }
    Files.writeString(all.resolve("search.svg"), chart(reports).svg());
    System.out.print(table);
  }

  String table() {
    StringBuilder table = new StringBuilder("Search benchmarks: medians, in GB/s (10^9 bytes)\n\n");
    for (JsonNode node : List.of(results.machine(), results.versions())) {
      node.properties()
          .forEach(one -> row(table, "%-12s %s%n", one.getKey(), one.getValue().asString()));
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

  static Chart chart(List<Report> reports) {
    return new Chart(
        "Searching a mapped file",
        List.of("One thread over text in the page cache; longer is better."),
        "GB/s",
        reports.stream().map(Report::section).toList());
  }

  private Chart.Section section() {
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
    JsonNode machine = results.machine();
    String heading =
        String.format(
            Locale.ROOT,
            "%s, %s cores, %s, %,d MiB, %s",
            machine.path("processor").asString(),
            machine.path("cores").asString(),
            machine.path("java").asString(),
            machine.path("bytes").asLong() >> 20,
            machine.path("date").asString());
    return new Chart.Section(heading, groups);
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
