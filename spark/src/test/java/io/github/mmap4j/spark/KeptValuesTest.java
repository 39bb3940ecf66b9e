package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs queries in which Spark keeps values after later rows. A window's array is used again, so
 * each value that Spark kept without a copy would have the bytes of a later line.
 */
class KeptValuesTest {
  private static final int LINES = 40_000;
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  private static final String MODE = "spark.sql.codegen.factoryMode";

  private final SparkSession spark = LocalSpark.session();
  private String wholeStage;
  private String mode;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    wholeStage = spark.conf().get(WHOLE_STAGE);
    mode = spark.conf().get(MODE);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      // In order of the values, the lines are spread over all windows.
      text.append("%05d is line %d of more than four windows\n".formatted(i * 7919L % LINES, i));
    }
    file = Files.writeString(folder.resolve("a.log"), text);
    spark.conf().set("spark.sql.files.minPartitionNum", 1);
  }

  @AfterEach
  void reset() {
    spark.conf().set(WHOLE_STAGE, wholeStage);
    spark.conf().set(MODE, mode);
    spark.conf().unset("spark.sql.files.minPartitionNum");
  }

  private String answer(boolean isText, String query) {
    Dataset<Row> lines =
        isText
            ? spark.read().text(file.toString())
            : spark.read().format("mmap-lines").load(file.toString());
    lines.createOrReplaceTempView("lines");
    return spark.sql(query).collectAsList().toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select max(value), min(value), first(value), last(value), max_by(value, value) from lines",
        "select hash(collect_list(value)), count(distinct value) from lines",
        "select left(value, 2) k, max(value), last(value) from lines group by 1 order by 1",
        "select value from lines order by value desc limit 20",
        "select value from lines limit 20000",
        "select sum(hash(value, before)) from"
            + " (select value, lag(value) over (order by value) before from lines)",
        "select sum(hash(a.value)) from lines a join lines b"
            + " on substr(a.value, 1, 5) = substr(b.value, 3, 5) where a.value <> b.value",
        "select sum(hash(trim(v))) from (select explode(array(value, substr(value, 3))) v from lines)",
      })
  void valuesThatSparkKeepsAreCopies(String query) {
    for (boolean compiles : new boolean[] {true, false}) {
      spark.conf().set(WHOLE_STAGE, compiles);
      spark.conf().set(MODE, compiles ? "CODEGEN_ONLY" : "NO_CODEGEN");
      assertEquals(answer(true, query), answer(false, query));
    }
  }

  @Test
  void rowsOfACacheAreCopies() {
    Dataset<Row> lines = spark.read().format("mmap-lines").load(file.toString()).cache();
    try {
      assertEquals(spark.read().text(file.toString()).collectAsList(), lines.collectAsList());
    } finally {
      lines.unpersist(true);
    }
  }
}
