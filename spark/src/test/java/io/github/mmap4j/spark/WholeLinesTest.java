package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeLinesTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  @Test
  void linesAreThoseOfSparksTextSource() throws IOException {
    Path file = write("a.log", "one\n\ntwo\r\nthree\rfour\n\r\nlast, ünïcode");
    List<Row> expected = spark.read().text(file.toString()).collectAsList();
    assertEquals(expected, spark.read().format("mmap-lines").load(file.toString()).collectAsList());
  }

  @Test
  void hiddenColumnsTellWhereALineIs() throws IOException {
    Path file = write("a.log", "one\ntwo\n");
    List<Row> rows =
        spark
            .read()
            .format("mmap-lines")
            .load(file.toString())
            .selectExpr("_offset", "_length", "_file", "value")
            .collectAsList();
    assertEquals("[[0,3," + file + ",one], [4,3," + file + ",two]]", rows.toString());
  }
}
