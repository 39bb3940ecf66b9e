package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares filters, aggregates and limits with Spark's own, on random files. All lines are compared
 * with those of Spark's text source, and their offsets with the files. Then Spark evaluates filters
 * on these lines as rows in memory, which have offsets as well.
 */
class RandomFilesTest {
  private static final int ROUNDS = 10;
  private static final int FILES = 1000;
  private static final int FILTERS = 4;
  private static final String MOST_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final String MOST_PARTS = "spark.sql.files.maxPartitionNum";

  /** What separates lines, in a charset; null for the default. */
  private record Separation(String lineSep, String encoding) {}

  private static final List<Separation> SEPARATIONS =
      List.of(
          new Separation(null, "UTF-8"),
          new Separation(null, "UTF-8"),
          new Separation(null, "UTF-8"),
          new Separation("\n", "UTF-8"),
          new Separation("\r\n", "US-ASCII"),
          new Separation("ab", "UTF-8"),
          new Separation("aa", "UTF-8"),
          new Separation("é", "UTF-8"),
          new Separation("æ", "ISO-8859-1"), // the first byte of some characters in UTF-8
          new Separation("\n", "UTF-16LE"),
          new Separation("b", "UTF-16BE"));

  /** Regular expressions for which bytes and characters make no difference. */
  private static final List<String> PATTERNS =
      List.of("a+b", "ERROR|warn", "^ERROR", "(a|b)0", "[ab]{3}", "[0_] ?a");

  private static final Column[] FUNCTIONS = {
    functions.count("*").as("c0"),
    functions.min("_offset").as("c1"),
    functions.max("_offset").as("c2"),
    functions.min("_length").as("c3"),
    functions.max("_length").as("c4")
  };

  /** A line: where it is, and its bytes as hexadecimal digits. */
  private record Found(String file, long offset, String value) {
    /** Reads the columns of a row from an index on. */
    static Found of(Row row, int first) {
      return new Found(row.getString(first), row.getLong(first + 1), row.getString(first + 2));
    }

    long length() {
      return value.length() / 2;
    }
  }

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  @AfterEach
  void resetSettings() {
    spark.conf().unset(MOST_BYTES);
    spark.conf().unset(OPEN_COST);
    spark.conf().unset(MOST_PARTS);
  }

  @Test
  void filtersAggregatesAndLimitsAreThoseOfSpark() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("RandomFilesTest: seed " + seed);
    Random random = new Random(seed);
    long passed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path files = Files.createDirectory(folder.resolve("round" + round));
      long bytes = 0;
      for (int i = 0; i < FILES; i++) {
        byte[] text = RandomText.next(random);
        Files.write(files.resolve("%04d.log".formatted(i)), text);
        bytes += text.length;
      }
      passed += compare(random, files, bytes, "seed " + seed + ", round " + round);
    }
    assertFalse(passed < ROUNDS * FILES / 10, "the filters are too strict: " + passed);
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Compares one folder; returns how many lines passed the filters that were drawn. */
  private long compare(Random random, Path files, long bytes, String context) throws IOException {
    Separation separation = any(SEPARATIONS, random);
    boolean binary = random.nextBoolean();
    String matching = random.nextInt(3) == 0 ? any(PATTERNS, random) : null;
    List<String> filters = new ArrayList<>(List.of("true"));
    while (filters.size() < FILTERS) {
      filters.add(RandomFilters.next(random, 2, binary).replace("FOLDER", files.toString()));
    }
    // A range of one thousandth is as long as the average of 1000 files, so longer ones are cut.
    long divisor = any(List.of(1L, 7L, 20L, 1000L), random);
    String said =
        "%s, %s, binary %s, matching %s, 1/%d"
            .formatted(context, separation, binary, matching, divisor);

    Map<String, String> options =
        separation.lineSep() == null
            ? Map.of()
            : Map.of("lineSep", separation.lineSep(), "encoding", separation.encoding());
    resetSettings();
    List<Row> text =
        spark
            .read()
            .options(options)
            .text(files.toString())
            .selectExpr("_metadata.file_name", "hex(value)")
            .collectAsList();
    spark.conf().set(MOST_BYTES, 1 + bytes / divisor);
    spark.conf().set(OPEN_COST, random.nextInt(100));
    spark.conf().set(MOST_PARTS, 20); // or each range would have a task of its own
    DataFrameReader reader =
        spark
            .read()
            .format("mmap-lines")
            .options(options)
            .option("valueType", binary ? "binary" : "string");
    List<Found> all = all(reader.load(files.toString()));
    assertLines(text, all, said);

    List<List<Found>> expected = filter(all, filters, matching, binary);
    if (matching != null) {
      reader = reader.option("matching", matching);
    }
    Dataset<Row> lines = reader.load(files.toString());
    int first = matching == null ? 1 : 0; // without a pattern, "true" was compared above
    assertFiltered(expected.subList(first, FILTERS), lines, filters.subList(first, FILTERS), said);
    assertAggregates(expected, lines, filters, random, said);
    int limit = 1 + random.nextInt(50);
    int limited = random.nextInt(FILTERS);
    assertLimited(
        expected.get(limited),
        lines.where(filters.get(limited)),
        limit,
        said + ", " + filters.get(limited) + ", limit " + limit);
    return expected.stream().skip(1).mapToLong(List::size).sum();
  }

  /** Reads all lines, and checks that their bytes are where the columns say. */
  private static List<Found> all(Dataset<Row> lines) throws IOException {
    List<Found> all = new ArrayList<>();
    byte[] bytes = {};
    for (Row row : lines.selectExpr("_file", "_offset", "hex(value)", "_length").collectAsList()) {
      Found found = Found.of(row, 0);
      assertEquals(found.length(), row.getLong(3), row.toString());
      if (all.isEmpty() || !all.getLast().file().equals(found.file())) {
        bytes = Files.readAllBytes(Path.of(found.file()));
      }
      int from = (int) found.offset();
      byte[] there = Arrays.copyOfRange(bytes, from, from + (int) found.length());
      assertEquals(HexFormat.of().withUpperCase().formatHex(there), found.value(), row.toString());
      all.add(found);
    }
    return all;
  }

  /** Checks that each file has the lines that Spark's text source finds, in the same order. */
  private static void assertLines(List<Row> text, List<Found> all, String said) {
    TreeMap<String, List<String>> expected = new TreeMap<>();
    for (Row row : text) {
      expected.computeIfAbsent(row.getString(0), _ -> new ArrayList<>()).add(row.getString(1));
    }
    TreeMap<String, List<String>> actual = new TreeMap<>();
    for (Found each : all) {
      String name = Path.of(each.file()).getFileName().toString();
      actual.computeIfAbsent(name, _ -> new ArrayList<>()).add(each.value());
    }
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(actual.keySet());
    for (String name : names) {
      assertEquals(expected.get(name), actual.get(name), () -> said + ", " + name);
    }
  }

  /** Returns for each filter the lines that Spark lets pass, to which nothing is pushed down. */
  private List<List<Found>> filter(
      List<Found> all, List<String> filters, String matching, boolean binary) {
    StructType schema =
        new StructType()
            .add("_file", DataTypes.StringType)
            .add("_offset", DataTypes.LongType)
            .add("_length", DataTypes.LongType)
            .add("value", DataTypes.BinaryType);
    List<Row> rows = new ArrayList<>();
    for (Found each : all) {
      byte[] value = HexFormat.of().parseHex(each.value());
      rows.add(RowFactory.create(each.file(), each.offset(), each.length(), value));
    }
    String type = binary ? "binary" : "string";
    String[] tests =
        filters.stream()
            .map(
                filter ->
                    matching == null
                        ? filter
                        : "(" + filter + ") AND cast(value as string) RLIKE '" + matching + "'")
            .toArray(String[]::new);
    List<Row> passes =
        spark
            .createDataFrame(rows, schema)
            .selectExpr("_file", "_offset", "_length", "cast(value as " + type + ") as value")
            .selectExpr(tests)
            .collectAsList();
    List<List<Found>> result = new ArrayList<>();
    for (int k = 0; k < tests.length; k++) {
      List<Found> passing = new ArrayList<>();
      for (int i = 0; i < passes.size(); i++) {
        if (passes.get(i).getBoolean(k)) {
          passing.add(all.get(i));
        }
      }
      result.add(passing);
    }
    return result;
  }

  private static Dataset<Row> union(List<Dataset<Row>> parts) {
    return parts.stream().reduce(Dataset::unionAll).orElseThrow();
  }

  /** Returns lines by their files. */
  private static Map<String, List<Found>> byFile(List<Found> lines) {
    Map<String, List<Found>> files = new TreeMap<>();
    lines.forEach(each -> files.computeIfAbsent(each.file(), _ -> new ArrayList<>()).add(each));
    return files;
  }

  /** Checks the rows that pass each filter, and their order within a file. */
  private static void assertFiltered(
      List<List<Found>> expected, Dataset<Row> lines, List<String> filters, String said) {
    List<Dataset<Row>> parts = new ArrayList<>();
    List<List<Found>> actual = new ArrayList<>();
    for (int k = 0; k < filters.size(); k++) {
      String[] columns = {k + " as k", "_file", "_offset", "hex(value)"};
      parts.add(lines.where(filters.get(k)).selectExpr(columns));
      actual.add(new ArrayList<>());
    }
    for (Row row : union(parts).collectAsList()) {
      actual.get(row.getInt(0)).add(Found.of(row, 1));
    }
    for (int k = 0; k < filters.size(); k++) {
      Map<String, List<Found>> of = byFile(expected.get(k));
      Map<String, List<Found>> found = byFile(actual.get(k));
      String filter = filters.get(k);
      assertEquals(of.keySet(), found.keySet(), () -> said + ", " + filter);
      of.forEach((file, each) -> assertEquals(each, found.get(file), () -> said + ", " + filter));
    }
  }

  /** Checks that a limit gives as many different rows as it can, which are among the expected. */
  private static void assertLimited(
      List<Found> expected, Dataset<Row> passing, int limit, String said) {
    Set<Found> found = new HashSet<>();
    for (Row row :
        passing.selectExpr("_file", "_offset", "hex(value)").limit(limit).collectAsList()) {
      assertTrue(found.add(Found.of(row, 0)), () -> said + ", twice " + row);
    }
    assertEquals(Math.min(limit, expected.size()), found.size(), said);
    assertTrue(expected.containsAll(found), () -> said + ", " + found);
  }

  /** Checks for each filter one of three aggregations. */
  private static void assertAggregates(
      List<List<Found>> expected,
      Dataset<Row> lines,
      List<String> filters,
      Random random,
      String said) {
    List<Dataset<Row>> parts = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (int k = 0; k < filters.size(); k++) {
      int id = k;
      Dataset<Row> passing = lines.where(filters.get(k));
      List<Found> rows = expected.get(k);
      switch (random.nextInt(3)) {
        case 0 -> { // without another function, lines may be counted without looking at them
          Dataset<Row> count = passing.agg(functions.count("*").as("c0"));
          String none = "cast(null as bigint)";
          parts.add(count.selectExpr(k + " as k", "''", "c0", none, none, none, none));
          wanted.add("[" + k + ",," + rows.size() + ",null,null,null,null]");
        }
        case 1 -> {
          Dataset<Row> of = passing.agg(FUNCTIONS[0], Arrays.copyOfRange(FUNCTIONS, 1, 5));
          parts.add(of.selectExpr(k + " as k", "''", "c0", "c1", "c2", "c3", "c4"));
          wanted.add(aggregated(k, "", rows));
        }
        default -> {
          Dataset<Row> of =
              passing.groupBy("_file").agg(FUNCTIONS[0], Arrays.copyOfRange(FUNCTIONS, 1, 5));
          parts.add(of.selectExpr(k + " as k", "_file", "c0", "c1", "c2", "c3", "c4"));
          byFile(rows).forEach((file, each) -> wanted.add(aggregated(id, file, each)));
        }
      }
    }
    List<String> actual =
        union(parts).collectAsList().stream().map(Row::toString).sorted().toList();
    assertEquals(wanted.stream().sorted().toList(), actual, () -> said + ", " + filters);
  }

  /** Returns the row of all functions over some lines. */
  private static String aggregated(int k, String file, List<Found> lines) {
    LongSummaryStatistics offsets = lines.stream().mapToLong(Found::offset).summaryStatistics();
    LongSummaryStatistics lengths = lines.stream().mapToLong(Found::length).summaryStatistics();
    String values =
        lines.isEmpty()
            ? "null,null,null,null"
            : "%d,%d,%d,%d"
                .formatted(offsets.getMin(), offsets.getMax(), lengths.getMin(), lengths.getMax());
    return "[" + k + "," + file + "," + lines.size() + "," + values + "]";
  }
}
