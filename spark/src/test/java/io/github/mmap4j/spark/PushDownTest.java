package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushDownTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  @BeforeEach
  void createATable() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append("line ").append(i).append(i % 10 == 0 ? " ERROR\n" : " fine\n");
    }
    Files.writeString(folder.resolve("a.log"), text);
    Files.writeString(folder.resolve("b.log"), text);
    spark.sql("drop table if exists log");
    spark.sql("create table log using `mmap-lines` options (path '" + folder + "')");
  }

  private Dataset<Row> where(String filter) {
    return spark.sql("select value from log where " + filter);
  }

  /** Returns the lines of the plan that match. */
  private static String plan(Dataset<Row> rows, String word) {
    return rows.queryExecution()
        .executedPlan()
        .toString()
        .lines()
        .filter(line -> line.contains(word))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "contains(value, 'ERROR'); 20",
        "value like 'line 1%'; 22",
        "value like '%0 ERROR'; 20",
        "value = 'line 3 fine'; 2",
        "value <=> 'line 3 fine'; 2",
        "value <> 'line 3 fine'; 198",
        "value in ('line 3 fine', 'line 0 ERROR', 'x'); 4",
        "value < 'line 1'; 2",
        "value >= 'line 99'; 2",
        "not contains(value, 'fine') and not value like 'line 1%'; 18",
        "contains(value, 'ERROR') or value like '%99%'; 22",
        "_offset = 0; 2",
        "_length in (11, 12) and _offset > 0; 180",
        "_file like '%/b.log' and value like '%ERROR'; 10",
        "_file like '%/b.log' or value like '%ERROR'; 110",
        "not _file like '%/b.log'; 100"
      })
  void filtersArePushedDown(String filter, int rows) {
    Dataset<Row> result = where(filter);
    assertEquals(rows, result.collectAsList().size());
    assertEquals("", plan(result, "Filter "));
    assertFalse(plan(result, "BatchScan").contains("PushedFilters: []"));
    Dataset<Row> count = spark.sql("select count(*) from log where " + filter);
    assertEquals(rows, count.first().getLong(0));
    assertTrue(plan(count, "BatchScan").contains("PushedAggregates: [COUNT(*)]"));
  }

  @ParameterizedTest
  @CsvSource({
    "value rlike 'E.*R', 20",
    "value like '%l%E%', 20",
    "length(value) > 12, 18",
    "upper(value) = 'LINE 3 FINE', 2",
    "value = 'LINE 3 FINE' collate UTF8_LCASE, 2",
    "'value in (''line 3 fine'', null)', 2",
    "'not coalesce(value in (''line 3 fine'', null), false)', 198"
  })
  void filtersThatCouldDifferAreLeftToSpark(String filter, int rows) {
    Dataset<Row> result = where(filter);
    assertEquals(rows, result.collectAsList().size());
    assertFalse(plan(result, "Filter ").isEmpty());
    assertEquals(rows, spark.sql("select count(*) from log where " + filter).first().getLong(0));
  }

  /** The two files have 1,300 bytes each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "true; 26",
        "_offset < 200; 4",
        "_offset >= 1200; 2",
        "_offset between 500 and 599; 2",
        "_file like '%/b.log' and _offset < 200; 2",
        "_offset < 0; 0",
        "_offset < 200 or _length = 5; 26"
      })
  void noTaskIsMadeForRangesWithoutALineThatCanPass(String filter, int tasks) {
    SparkSession small = spark.newSession();
    small.conf().set("spark.sql.files.maxPartitionBytes", "100");
    small.conf().set("spark.sql.files.openCostInBytes", "0");
    Dataset<Row> rows = small.read().format("mmap-lines").load(folder.toString()).where(filter);
    assertEquals(tasks, rows.select("value").javaRDD().getNumPartitions());
    assertEquals(where(filter).count(), rows.count());
  }

  @Test
  void theStatisticsAreTheLengthsOfTheFiles() {
    Statistics known = spark.sql("select value from log").queryExecution().optimizedPlan().stats();
    assertEquals("2600", known.sizeInBytes().toString());
    assertTrue(known.rowCount().isEmpty());
  }

  @Test
  void partOfAConjunctionIsPushedDown() {
    Dataset<Row> result = where("value rlike 'E.*R' and contains(value, '5')");
    assertEquals(2, result.collectAsList().size());
    assertTrue(plan(result, "Filter ").contains("RLIKE"));
    assertTrue(plan(result, "BatchScan").contains("value LIKE '%5%'"));
  }

  @ParameterizedTest
  @CsvSource({
    "'count(*), count(value), count(1)', true, , '[200,200,200]'",
    "'min(_offset), max(_offset), min(_length), max(_length)', true, , '[0,1287,11,13]'",
    "'count(*), min(_offset), max(_length)', true, where value like '%0 ERROR', '[20,0,13]'",
    "'count(*), min(_offset)', true, where value = 'no', '[0,null]'",
    "'count(*), min(value)', false, , '[200,line 0 ERROR]'",
    "count(distinct _length), false, , '[3]'",
    "count(*) filter (where _offset = 0), false, , '[2]'",
    "sum(_length), false, , '[2400]'"
  })
  void aggregatesOfLinesArePushedDown(
      String functions, boolean pushed, String filter, String expected) {
    Dataset<Row> result =
        spark.sql("select " + functions + " from log " + (filter == null ? "" : filter));
    assertEquals("[" + expected + "]", result.collectAsList().toString());
    assertEquals(pushed, plan(result, "BatchScan").contains("PushedAggregates"));
  }

  @Test
  void countsOfFilesArePushedDown() {
    Dataset<Row> result =
        spark.sql(
            "select _file, count(*), max(_offset) from log where _file like '%b.log' or value ="
                + " 'line 3 fine' group by _file order by _file");
    assertEquals(
        "[[" + folder + "/a.log,1,37], [" + folder + "/b.log,100,1287]]",
        result.collectAsList().toString());
    assertTrue(plan(result, "BatchScan").contains("PushedGroupBy: [_file]"));
  }

  @Test
  void noLinesAreCountedAsZero() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(0, spark.read().format("mmap-lines").load(empty.toString()).count());
    Files.createFile(empty.resolve("a.log"));
    assertEquals(0, spark.read().format("mmap-lines").load(empty.toString()).count());
  }

  @Test
  void limitsArePushedDown() {
    Dataset<Row> result = where("contains(value, 'ERROR')").limit(3);
    assertEquals(
        "[[line 0 ERROR], [line 10 ERROR], [line 20 ERROR]]", result.collectAsList().toString());
    assertTrue(plan(result, "BatchScan").contains("PushedLimit: 3"));
    Dataset<Row> filtered = where("value rlike 'ERROR'").limit(3);
    assertEquals(3, filtered.collectAsList().size());
    assertFalse(plan(filtered, "BatchScan").contains("PushedLimit"));
  }

  @Test
  void onlyNeededColumnsAreRead() {
    Dataset<Row> result = spark.sql("select _length from log where value = 'line 3 fine'");
    assertEquals("[[11], [11]]", result.collectAsList().toString());
    assertTrue(plan(result, "BatchScan").contains("[_length#"));
    assertFalse(plan(result, "BatchScan").contains("value#"));
  }

  @Test
  void optionsOfAQueryAreUsed() {
    Dataset<Row> result = spark.sql("select * from log with (matching = '9[0-9] E')");
    assertEquals("[[line 90 ERROR], [line 90 ERROR]]", result.collectAsList().toString());
    assertTrue(plan(result, "BatchScan").contains("matching: 9[0-9] E"));
  }

  @Test
  void tablesAndTemporaryViewsCanBeCreated() {
    spark.sql(
        "create or replace temporary view v using `mmap-lines` options (path '"
            + folder
            + "/a.log', matching 'E')");
    assertEquals(10, spark.sql("select * from v").collectAsList().size());
    spark.sql("create table other using `mmap-lines` location '" + folder + "'");
    assertEquals(200, spark.sql("select count(*) from other").first().getLong(0));
    spark.sql("drop table other");
    assertTrue(Files.exists(folder.resolve("a.log")), "dropping the table keeps the files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select * from `mmap-lines`.`/tmp`", "insert into log values ('x')"})
  void sparkRefusesWhatTheSourceLacks(String sql) {
    assertThrows(AnalysisException.class, () -> spark.sql(sql));
  }

  @Test
  void scansThatReadTheSameAreEqual() {
    List<Object> batches =
        List.of(batch("contains(value, 'E')"), batch("contains(value, 'E')"), batch("value = 'E'"));
    assertEquals(batches.get(0), batches.get(1));
    assertFalse(batches.get(0).equals(batches.get(2)));
  }

  private Object batch(String filter) {
    return where(filter).queryExecution().sparkPlan().collectLeaves().head().canonicalized();
  }
}
