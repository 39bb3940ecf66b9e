package io.github.mmap4j.documents;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that the figures in the documents are those of {@code bench/results}, made by a command.
 */
class FiguresTest {
  private static final Path RESULTS = Document.ROOT.resolve("bench/results/amd-epyc");

  /** How fast something is, as a number and a unit, or as a multiple. */
  private static final Pattern SPEED =
      Pattern.compile(
          "\\d ?(?:ns|µs|GB/s|messages|条|%\\s(?:faster|slower))"
              + "|(?:half|thirds?)\\s(?:of\\s)?the\\stime"
              + "|(?:\\d|two|three|four|five|ten|many|several)\\stimes\\s(?:as\\s(?:fast|long)|faster|slower)|\\d"
              + " ?[×倍]");

  /** A file of results. A command alone would leave open what it has measured, and where. */
  private static final Pattern SOURCE = Pattern.compile("\\]\\([./]*(bench/results/[^)]*)\\)");

  /** The line of a file of results that says how to measure again. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^command +bench/\\w+");

  /** A line of search.txt below "All that was measured": a name and GB/s. */
  private static final Pattern MEASURED = Pattern.compile("(\\S.*\\S) {2,}([\\d.]+)");

  /** A fastest pass of records.txt: the method, the order and the time in microseconds. */
  private static final Pattern PASS =
      Pattern.compile("RecordsBenchmark\\.(\\w+):p0\\.00 +(\\w+) +sample +([\\d.]+) +us/op");

  private static final int RECORDS_IN_A_PASS = 1024;

  /** A line of spark.txt: the query, the seconds of both sources and their ratio. */
  private static final Pattern QUERY =
      Pattern.compile("(?m)^(\\S.*?\\S) +[\\d.]+ +[\\d.]+ +([\\d.]+) ");

  @Test
  void eachFigureNamesItsResults() throws IOException {
    List<Document> documents = new ArrayList<>(Document.guide());
    for (String name :
        List.of(
            "README.md",
            "README.zh-CN.md",
            "CHANGELOG.md",
            "SECURITY.md",
            "docs/start.md",
            "docs/spark.md",
            "docs/threats.md",
            "docs/porting.md",
            "docs/porting.zh-CN.md")) {
      documents.add(Document.of(name));
    }
    List<String> bare = new ArrayList<>();
    int figures = 0;
    for (Document document : documents) {
      for (Document.Section section : document.sections()) {
        for (String paragraph : section.text().split("\\n\\n+|\\n(?=- )")) {
          if (SPEED.matcher(paragraph).find()) {
            figures++;
            Matcher source = SOURCE.matcher(paragraph);
            if (!source.find() || !COMMAND.matcher(result(source.group(1))).find()) {
              bare.add(document.name() + ": " + paragraph.strip());
            }
          }
        }
      }
    }
    assertEquals(List.of(), bare);
    assertTrue(figures > 3, "found only " + figures);
  }

  private static String result(String name) throws IOException {
    return Files.readString(Document.ROOT.resolve(name));
  }

  @Test
  void theReadmesTableIsThatOfTheResults() throws IOException {
    Map<String, String> measured = measured();
    List<String> engines = List.of("READ_LIMIT", "MMAP4J", "CPYTHON", "LIBC", "STRING");
    Map<String, String> needles =
        Map.of(
            "1 byte", "ONE_BYTE",
            "5 bytes", "FIVE_BYTES",
            "18 bytes", "EIGHTEEN_BYTES",
            "8 common bytes", "EIGHT_COMMON");
    List<List<String>> rows =
        Document.of("README.md").table("Figures").skip(2).map(Document::cells).toList();
    assertEquals(needles.size(), rows.size());
    for (List<String> row : rows) {
      List<String> expected =
          engines.stream()
              .map(engine -> measured.get("Find " + needles.get(row.getFirst()) + " " + engine))
              .map(speed -> rounded(Double.parseDouble(speed)))
              .toList();
      assertEquals(expected, row.subList(1, row.size()), row.getFirst());
    }
  }

  @Test
  void theReadmesMultiplesAreThoseOfTheResults() throws IOException {
    Map<String, String> all = measured();
    double walked = ratio(all, "Lines MMAP4J", "Lines BUFFERED_READER");
    double decoded = ratio(all, "Lines MMAP4J_STRINGS", "Lines BUFFERED_READER_UTF_8");
    double vectors =
        all.keySet().stream()
            .filter(name -> name.startsWith("scalar Find "))
            .mapToDouble(name -> ratio(all, name.substring("scalar ".length()), name))
            .max()
            .orElseThrow();
    String readme = Document.of("README.md").text().replaceAll("\\s+", " ");
    for (String stated :
        List.of(
            "(`Lines`) is about %.0f times as fast".formatted(walked),
            "or almost %.0f times if each line".formatted(Math.ceil(decoded)),
            "up to %.1f times as fast".formatted(vectors),
            "8 common bytes are searched at "
                + rounded(Double.parseDouble(all.get("scalar Find EIGHT_COMMON MMAP4J"))))) {
      assertTrue(readme.contains(stated), stated);
    }
    assertTrue(decoded > Math.ceil(decoded) - 0.25, "not almost: " + decoded);
    assertTrue(readme.contains("(`BytePattern`) over 20 times as fast as by `java.util.regex`"));
    for (String regex : List.of("BACK_REFERENCE", "DATE", "EMAIL", "QUICK_JUMPS")) {
      double times = ratio(all, "Pattern MMAP4J " + regex, "Pattern JAVA_REGEX " + regex);
      assertTrue(times > 20, regex + ": " + times);
    }
  }

  private static double ratio(Map<String, String> measured, String of, String to) {
    return Double.parseDouble(measured.get(of)) / Double.parseDouble(measured.get(to));
  }

  private static Map<String, String> measured() throws IOException {
    try (Stream<String> lines = Files.lines(RESULTS.resolve("search.txt"))) {
      return lines
          .dropWhile(line -> !line.equals("All that was measured"))
          .map(MEASURED::matcher)
          .filter(line -> line.matches())
          .collect(toMap(line -> line.group(1), line -> line.group(2)));
    }
  }

  @Test
  void theTableOfRecordsIsThatOfTheResults() throws IOException {
    Map<String, Double> passes =
        PASS.matcher(Files.readString(RESULTS.resolve("records.txt")))
            .results()
            .collect(
                toMap(
                    line -> line.group(1) + " " + line.group(2),
                    line -> Double.parseDouble(line.group(3))));
    List<List<String>> rows =
        Document.of("docs/guide/records.md")
            .table("What each way costs")
            .skip(2)
            .map(Document::cells)
            .toList();
    assertEquals(passes.size(), 2 * rows.size());
    for (List<String> row : rows) {
      String method = row.get(1).replace("`", "");
      double sequential = passes.get(method + " SEQUENTIAL");
      double random = passes.get(method + " RANDOM");
      double fastest = passes.get("segmentGet SEQUENTIAL");
      assertEquals(
          List.of(
              rounded(sequential * 1000 / RECORDS_IN_A_PASS),
              rounded(random * 1000 / RECORDS_IN_A_PASS),
              rounded(sequential / fastest)),
          row.subList(2, 5),
          method);
    }
  }

  @Test
  void theTableOfSparkIsThatOfTheResults() throws IOException {
    Map<String, String> ratios =
        QUERY
            .matcher(Files.readString(RESULTS.resolve("spark.txt")))
            .results()
            .collect(toMap(line -> line.group(1), line -> line.group(2)));
    Map<String, String> queries =
        Map.of(
            "count of lines with a rare word", "count of a rare word",
            "`count(*)`", "count(*)",
            "rows that match a regular expression with a rare literal",
                "rows that match quince[0-9]+",
            "rows, one line in ten", "rows, one in ten",
            "all rows", "all rows");
    List<List<String>> rows =
        Document.of("docs/spark.md").table("How fast it is").skip(2).map(Document::cells).toList();
    assertEquals(queries.size(), rows.size());
    for (List<String> row : rows) {
      String ratio = ratios.get(queries.get(row.getFirst()));
      assertEquals(row.getFirst() + " " + ratio, String.join(" ", row));
    }
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
  }
}
