package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;
  private String path;

  @BeforeEach
  void writeAFile() throws IOException {
    path = folder.resolve("a.log").toString();
    Files.writeString(Path.of(path), "one;two\nthree;caf\u00e9\n\nERROR 7\r\nERROR x", UTF_8);
  }

  private DataFrameReader lines() {
    return spark.read().format("mmap-lines");
  }

  @ParameterizedTest
  @CsvSource({
    "wholeText, true, binaryFile",
    "charset, no-such-charset, no-such-charset",
    "encoding, 'no charset', no charset",
    "lineSep, '', empty",
    "valueType, text, not string or binary",
    "modifiedAfter, 2020-01-01T00:00:00, modifiedAfter",
    "ignoreMissingFiles, true, ignoreMissingFiles",
    "matching, '(', Unclosed group",
    "matching, Größe, 'but ö is no byte: outside of brackets, write (?:\\xC3\\xB6), its bytes in UTF-8'",
    "matching, '[^€]', 'but € is no byte: outside of brackets, write (?:\\xE2\\x82\\xAC), its bytes in UTF-8'"
  })
  void unsupportedOptionsAreRefusedWithAReason(String name, String value, String reason) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> lines().option(name, value).load(path));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"wholeText, false", "charset, us-ascii", "encoding, utf-16", "noSuchOption, 1"})
  void otherOptionsHaveNoEffect(String name, String value) {
    assertEquals(5, lines().option(name, value).load(path).count());
  }

  @Test
  void aPathIsNeeded() {
    assertThrows(IllegalArgumentException.class, () -> lines().load());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/a.log", "hdfs://name:8020/a.log"})
  void filesThatAreNotLocalAreRefused(String remote) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> lines().load(remote).collect());
    assertTrue(e.getMessage().contains(remote), e.getMessage());
    assertTrue(e.getMessage().contains("mount"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "zst", "lz4", "xz", "snappy", "deflate", "GZ"})
  void compressedFilesAreRefusedByName(String suffix) throws IOException {
    Path compressed = Files.createFile(folder.resolve("b.log." + suffix));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> lines().load(folder.toString()).collect());
    assertTrue(e.getMessage().contains(compressed.toString()), e.getMessage());
  }

  @Test
  void separatorsAreThoseOfSparksTextSource() {
    for (String lineSep : List.of(";", "\n", "\r\n", "ERROR", "\u00e9", "ee", "oo")) {
      assertEquals(
          spark.read().option("lineSep", lineSep).text(path).collectAsList(),
          lines().option("lineSep", lineSep).load(path).collectAsList(),
          lineSep);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "ISO-8859-1", "IBM1047"})
  void separatorsHaveTheCharsetThatSparksTextSourceGivesThem(String charset) throws IOException {
    byte[] text = "one\ntwo \u010a\u0a00\u00e9three\n\n".getBytes(charset);
    Files.write(Path.of(path), text);
    for (String lineSep : List.of("\n", "\u00e9", "ee", "two ")) {
      Map<String, String> options = Map.of("lineSep", lineSep, "encoding", charset);
      List<Row> lines =
          lines().options(options).load(path).selectExpr("hex(value)").collectAsList();
      assertEquals(
          spark.read().options(options).text(path).selectExpr("hex(value)").collectAsList(),
          lines,
          lineSep);
      assertTrue(lines.size() > 1 || charset.equals("UTF-16"), lines.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"US-ASCII", "ISO-2022-CN"})
  void aSeparatorThatTheCharsetLacksIsRefused(String charset) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> lines().option("charset", charset).option("lineSep", "\u00e9").load(path));
    assertTrue(e.getMessage().contains("the charset " + charset), e.getMessage());
  }

  @Test
  void textOfAnotherCharsetIsSearchedAndDecodedAsBytes() throws IOException {
    Files.writeString(Path.of(path), "on\u00e9\ntw\u00f6\n", UTF_16LE);
    assertEquals(
        "[[tw\u00f6]]",
        lines()
            .options(Map.of("charset", "UTF-16LE", "lineSep", "\n", "valueType", "binary"))
            .load(path)
            .where("contains(value, encode('\u00f6', 'UTF-16LE'))")
            .selectExpr("decode(value, 'UTF-16LE')")
            .collectAsList()
            .toString());
  }

  @Test
  void binaryValuesAreTheBytes() {
    List<Row> rows =
        lines()
            .option("valueType", "binary")
            .load(path)
            .where("value = X'6f6e653b74776f' or value > X'74'")
            .selectExpr("hex(value)", "typeof(value)")
            .collectAsList();
    assertEquals("[[6F6E653B74776F,binary], [74687265653B636166C3A9,binary]]", rows.toString());
  }

  @Test
  void matchingIsWrittenInTheBytesOfTheCharset() {
    assertEquals(1, lines().option("matching", "caf(?:\\xC3\\xA9)+$").load(path).count());
    assertEquals("write (?:\\xE9), its bytes in ISO-8859-1", adviceFor("iso-8859-1"));
    assertEquals("write (?:\\x00\\xE9), its bytes in UTF-16", adviceFor("utf-16"));
    Exception none =
        assertThrows(
            IllegalArgumentException.class,
            () -> lines().option("charset", "us-ascii").option("matching", "café").load(path));
    assertTrue(none.getMessage().endsWith("the charset US-ASCII encode it"), none.getMessage());
  }

  private String adviceFor(String charset) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> lines().option("charset", charset).option("matching", "café").load(path));
    return e.getMessage().substring(e.getMessage().indexOf("write"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR \\d", "ERROR.$", "^t", "^$", "o.*o|7\\z", "[0-9]$"})
  void matchingIsRlikeOnAscii(String regex) {
    List<Row> expected =
        spark
            .read()
            .text(path)
            .where("value rlike '" + regex.replace("\\", "\\\\") + "'")
            .collectAsList();
    assertEquals(expected, lines().option("matching", regex).load(path).collectAsList());
    assertEquals(expected.size(), lines().option("matching", regex).load(path).count());
  }
}
