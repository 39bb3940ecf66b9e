package io.github.mmap4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportTest {
  /** A JMH result: an engine, and its time for 1 MiB in milliseconds. */
  private static final String JMH =
      """
      {"benchmark": "io.github.mmap4j.bench.FindBenchmark.find", "jvm": "/home/of/java",
       "params": {"mebibytes": "1", "engine": "%s", "absent": "ONE_BYTE"},
       "primaryMetric": {"scoreUnit": "ms/op", "rawData": [[9.0, %s, 0.01]]}}""";

  private static final String SHORT =
      """
      {"benchmark": "io.github.mmap4j.bench.ShortFindBenchmark.find",
       "params": {"mebibytes": "1", "engine": "%s", "absent": "ONE_BYTE", "length": "256"},
       "primaryMetric": {"scoreUnit": "ns/op", "rawData": [[%s]]},
       "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s}}}""";

  @TempDir static Path folder;
  private static Path written;

  @BeforeAll
  static void report() throws IOException {
    write(
        "find.json",
        "[" + JMH.formatted("READ_LIMIT", 0.1) + "," + JMH.formatted("MMAP4J", 0.2) + "]");
    write("loops.json", "[]");
    write(
        "rest.json",
        "[" + SHORT.formatted("MMAP4J", 10, 0.5) + "," + SHORT.formatted("LOOP", 40, 9) + "]");
    write("scalar.json", "[" + JMH.formatted("MMAP4J", 0.4) + "]");
    write(
        "rivals.json",
        """
        {"versions": {"CPython": "3.99"},
         "measured": [{"name": "Find ONE_BYTE CPYTHON", "bytes": 1048576, "median": 0.0005}]}""");
    write("machine.json", "{\"processor\": \"Abacus <1>\", \"cores\": 3, \"bytes\": 1048576}");
    written = folder.resolve("written");
    Report.main(folder.toString(), written.toString());
    write("machine.json", "{\"processor\": \"Abacus(R) <2>\", \"cores\": 4, \"bytes\": 1048576}");
    Report.main(folder.toString(), written.toString());
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private static String written(String file) throws IOException {
    return Files.readString(written.resolve(file.endsWith(".svg") ? file : "abacus-1/" + file));
  }

  private static void assertLine(String pattern) throws IOException {
    String table = written("search.txt");
    assertTrue(table.lines().anyMatch(line -> line.matches(pattern)), table);
  }

  private static List<Element> bars() throws Exception {
    byte[] svg = written("search.svg").getBytes(StandardCharsets.UTF_8);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    var rectangles = document.getElementsByTagName("rect");
    List<Element> bars = new ArrayList<>();
    for (int i = 0; i < rectangles.getLength(); i++) {
      if (rectangles.item(i) instanceof Element bar && bar.getAttribute("class").equals("bar")) {
        bars.add(bar);
      }
    }
    return bars;
  }

  @Test
  void aRatioIsOfTheMedians() throws IOException {
    assertLine(
        "find 1 byte +Find ONE_BYTE MMAP4J +5.243 +Find ONE_BYTE READ_LIMIT +10.486 +0.50 +0.88  missed");
  }

  @Test
  void searchesWithoutVectorsAreBesideTheReadLimit() throws IOException {
    assertLine(
        "find 1 byte, no vectors +scalar .* 2.621 +Find ONE_BYTE READ_LIMIT +10.486 +0.25 +0.75  missed");
  }

  @Test
  void shortFindsAreBesideTheLoop() throws IOException {
    assertLine("find in 256 bytes .* 25.600 .* 6.400 +4.00 +3.00  met");
  }

  @Test
  void whatIsMissingIsSaidToBe() throws IOException {
    assertLine("walk lines .* - +12.00  not measured");
  }

  @Test
  void onlyOurAllocationCounts() throws IOException {
    assertLine("Allocated .* 0.5000 bytes at most .*: missed");
  }

  @Test
  void theTableNamesMachineAndVersions() throws IOException {
    assertLine("processor +Abacus <1>");
    assertLine("CPython +3.99");
  }

  @Test
  void eachProcessorHasAFolderOfItsOwnAndASectionOfTheChart() throws IOException {
    assertTrue(Files.readString(written.resolve("abacus-2/search.txt")).contains("Abacus(R) <2>"));
    assertTrue(written("search.svg").contains("Abacus &lt;1>, 3 cores"));
    assertTrue(written("search.svg").contains("Abacus(R) &lt;2>, 4 cores"));
  }

  @Test
  void theCopyDoesNotSayWhereJavaLies() throws IOException {
    assertTrue(written("find.json").contains("READ_LIMIT"));
    assertFalse(written("find.json").contains("/home/of/java"));
  }

  @Test
  void theChartHasABarForEachSpeed() throws Exception {
    List<String> titles = bars().stream().map(bar -> bar.getTextContent()).toList();
    List<String> each =
        List.of(
            "find 1 byte, reading alone: 10",
            "find 1 byte, mmap4j: 5.2",
            "find 1 byte, mmap4j without vectors: 2.6",
            "find 1 byte, CPython: 2.1");
    assertEquals(Stream.of(each, each).flatMap(List::stream).toList(), titles);
  }

  @Test
  void barsAreAsLongAsTheSpeeds() throws Exception {
    double[] lengths =
        bars().stream().mapToDouble(bar -> Double.parseDouble(bar.getAttribute("width"))).toArray();
    assertTrue(lengths[0] > 100);
    assertEquals(lengths[0] / 2, lengths[1], 0.1);
    assertEquals(lengths[0] / 4, lengths[2], 0.1);
    assertEquals(lengths[0] / 5, lengths[3], 0.1);
  }

  @Test
  void eachSeriesHasItsColourInTheLegend() throws Exception {
    String svg = written("search.svg");
    for (Element bar : bars()) {
      String colour = bar.getAttribute("fill");
      assertTrue(svg.contains("width=\"12\" height=\"12\" fill=\"" + colour + "\""), colour);
    }
    assertTrue(svg.contains(">GB/s</text>"));
    assertTrue(svg.contains("Abacus &lt;1>"));
  }
}
