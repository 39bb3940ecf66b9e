package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares filters, counts and limits with Spark's own, over its text source, on random files. */
class RandomFilesTest {
  private static final int ROUNDS = 10;
  private static final int FILES = 1000;
  private static final int FILTERS = 4;
  private static final String MOST_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  @AfterEach
  void resetSettings() {
    spark.conf().unset(MOST_BYTES);
    spark.conf().unset(OPEN_COST);
  }

  @Test
  void filtersCountsAndLimitsAreThoseOfSparksTextSource() throws IOException {
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

  /** Compares one folder; returns how many lines passed the filters that were drawn. */
  private long compare(Random random, Path files, long bytes, String context) {
    String[] separators = {null, null, null, "\n", "\r\n", "ab", "aa", "é"};
    String lineSep = separators[random.nextInt(separators.length)];
    Map<String, String> options = lineSep == null ? Map.of() : Map.of("lineSep", lineSep);
    List<String> filters = new ArrayList<>(List.of("true"));
    while (filters.size() < FILTERS) {
      filters.add(RandomFilters.next(random, 2));
    }

    List<TreeMap<String, List<String>>> expected = expected(files, options, filters);
    long divisor = List.of(1L, 7L, 20L).get(random.nextInt(3));
    spark.conf().set(MOST_BYTES, 1 + bytes / divisor);
    spark.conf().set(OPEN_COST, random.nextInt(100));
    Dataset<Row> lines = spark.read().format("mmap-lines").options(options).load(files.toString());
    List<TreeMap<String, List<String>>> actual = actual(lines, filters);
    long[] counts = counts(lines, filters);
    int limit = 1 + random.nextInt(50);
    int limitedFilter = random.nextInt(FILTERS);
    long limited = lines.where(filters.get(limitedFilter)).limit(limit).collectAsList().size();

    long passed = 0;
    for (int k = 0; k < FILTERS; k++) {
      String said = context + ", lineSep " + lineSep + ", 1/" + divisor + ", " + filters.get(k);
      long rows = 0;
      TreeSet<String> names = new TreeSet<>(expected.get(k).keySet());
      names.addAll(actual.get(k).keySet());
      for (String name : names) {
        List<String> ofFile = actual.get(k).getOrDefault(name, List.of());
        assertEquals(
            expected.get(k).getOrDefault(name, List.of()),
            ofFile,
            () -> said + ", " + describe(files.resolve(name)));
        rows += ofFile.size();
      }
      assertEquals(rows, counts[k], said);
      if (k == limitedFilter) {
        assertEquals(Math.min(limit, rows), limited, said + ", limit " + limit);
      }
      passed += k == 0 ? 0 : rows; // the first filter lets all lines pass
    }
    return passed;
  }

  private static String describe(Path file) {
    try {
      return file + ": " + HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns for each filter the lines that Spark says pass, by the file's name, in order. */
  private List<TreeMap<String, List<String>>> expected(
      Path files, Map<String, String> options, List<String> filters) {
    spark.conf().unset(MOST_BYTES);
    spark.conf().unset(OPEN_COST);
    List<String> columns = new ArrayList<>(List.of("_metadata.file_name", "hex(value)"));
    filters.forEach(filter -> columns.add(filter.replace("_length", "octet_length(value)")));
    List<Row> rows =
        spark
            .read()
            .options(options)
            .text(files.toString())
            .selectExpr(columns.toArray(String[]::new))
            .collectAsList();
    List<TreeMap<String, List<String>>> result = new ArrayList<>();
    for (int k = 0; k < filters.size(); k++) {
      TreeMap<String, List<String>> ofFilter = new TreeMap<>();
      for (Row row : rows) {
        if (row.getBoolean(2 + k)) {
          ofFilter.computeIfAbsent(row.getString(0), _ -> new ArrayList<>()).add(row.getString(1));
        }
      }
      result.add(ofFilter);
    }
    return result;
  }

  /** Returns for each filter the lines of the source under test, by the file's name, in order. */
  private static List<TreeMap<String, List<String>>> actual(
      Dataset<Row> lines, List<String> filters) {
    List<TreeMap<String, List<String>>> result = new ArrayList<>();
    Map<String, Long> offsets = new HashMap<>();
    Dataset<Row> all = null;
    for (int k = 0; k < filters.size(); k++) {
      result.add(new TreeMap<>());
      Dataset<Row> rows =
          lines
              .where(filters.get(k))
              .selectExpr(k + " as k", "_file", "_offset", "_length", "hex(value)");
      all = all == null ? rows : all.unionAll(rows);
    }
    for (Row row : all.collectAsList()) {
      String value = row.getString(4);
      assertEquals(value.length(), 2 * row.getLong(3));
      String name = Path.of(row.getString(1)).getFileName().toString();
      Long before = offsets.put(row.getInt(0) + " " + name, row.getLong(2));
      assertTrue(before == null || before < row.getLong(2), row + " after offset " + before);
      result.get(row.getInt(0)).computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return result;
  }

  private static long[] counts(Dataset<Row> lines, List<String> filters) {
    Dataset<Row> all = null;
    for (int k = 0; k < filters.size(); k++) {
      Dataset<Row> count =
          lines.where(filters.get(k)).agg(functions.count("*")).selectExpr(k + " as k", "*");
      all = all == null ? count : all.unionAll(count);
    }
    long[] counts = new long[filters.size()];
    for (Row row : all.collectAsList()) {
      counts[row.getInt(0)] = row.getLong(1);
    }
    return counts;
  }
}
