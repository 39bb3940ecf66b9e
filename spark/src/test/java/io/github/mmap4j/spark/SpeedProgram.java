package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures queries beside Spark's text source over the same log, and checks that the answers are
 * equal. Prints the shortest times, their ratio, and that of the medians: if the two ratios differ
 * much, the machine was not idle. The arguments are a folder for the log and its size in MiB.
 */
final class SpeedProgram {
  private static final int ROUNDS = 10;
  private static final int SEED = 1;

  private SpeedProgram() {}

  /**
   * A query.
   *
   * @param goal how many times as fast as Spark's text source it is to be
   * @param answer runs it, and returns a number that depends on the rows
   */
  private record Query(
      String name,
      double goal,
      Function<Source, Dataset<Row>> rows,
      ToLongFunction<Dataset<Row>> answer) {}

  /** One of the two sources. */
  private record Source(SparkSession spark, String path, boolean isOurs) {
    Dataset<Row> lines() {
      return isOurs ? spark.read().format("mmap-lines").load(path) : spark.read().text(path);
    }

    Dataset<Row> matching(String regex) {
      return isOurs
          ? spark.read().format("mmap-lines").option("matching", regex).load(path)
          : spark.read().text(path).where("value rlike '" + regex + "'");
    }
  }

  public static void main(String[] args) throws IOException {
    Path log = Path.of(args[0], "speed-" + args[1] + ".log");
    if (!Files.exists(log)) {
      write(log, Long.parseLong(args[1]) << 20);
    }
    SparkSession spark = LocalSpark.builder("local[2]").getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    Source text = new Source(spark, log.toString(), false);
    Source ours = new Source(spark, log.toString(), true);
    ToLongFunction<Dataset<Row>> count = Dataset::count;
    ToLongFunction<Dataset<Row>> collect = rows -> rows.collectAsList().hashCode();
    ToLongFunction<Dataset<Row>> discard =
        rows -> {
          rows.write().format("noop").mode("overwrite").save();
          return 0;
        };
    List<Query> queries =
        List.of(
            new Query(
                "count of a rare word",
                8,
                s -> s.lines().where("contains(value, 'quince')"),
                count),
            new Query("count(*)", 8, Source::lines, count),
            new Query("rows that match quince[0-9]+", 5, s -> s.matching("quince[0-9]+"), collect),
            new Query(
                "rows, one in ten", 2, s -> s.lines().where("contains(value, ' WARN ')"), discard),
            new Query("all rows", 1.1, Source::lines, discard),
            new Query(
                "count, no line starts so",
                0,
                s -> s.lines().where("not value like '20%'"),
                count));
    System.out.printf(
        "%-30s %9s %9s %7s %7s %6s%n",
        args[1] + " MiB", "text s", "mmap4j s", "ratio", "median", "goal");
    for (Query query : queries) {
      if (query.answer() == discard) {
        checkEqual(query, rowCount(query, text), rowCount(query, ours));
      }
      double[][] seconds = new double[2][ROUNDS];
      long[] answers = new long[2];
      for (int round = 0; round < ROUNDS; round++) {
        for (int turn = 0; turn < 2; turn++) {
          int i = (round + turn) % 2; // each source is the first in every second round
          long begin = System.nanoTime();
          answers[i] = query.answer().applyAsLong(query.rows().apply(i == 0 ? text : ours));
          seconds[i][round] = (System.nanoTime() - begin) / 1e9;
        }
      }
      Arrays.sort(seconds[0]);
      Arrays.sort(seconds[1]);
      checkEqual(query, answers[0], answers[1]);
      System.out.printf(
          Locale.ROOT,
          "%-30s %9.3f %9.3f %7.1f %7.1f %6.1f%n",
          query.name(),
          seconds[0][0],
          seconds[1][0],
          seconds[0][0] / seconds[1][0],
          median(seconds[0]) / median(seconds[1]),
          query.goal());
    }
    spark.stop();
  }

  private static double median(double[] sorted) {
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Counts the rows that reach Spark; a count as part of the query would be pushed down. */
  private static long rowCount(Query query, Source source) {
    return query.rows().apply(source).queryExecution().toRdd().count();
  }

  private static void checkEqual(Query query, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(query.name() + ": " + expected + ", not " + actual);
    }
  }

  /** Writes lines of 60 to 140 bytes: one in ten is a warning, one in 50,000 names a quince. */
  private static void write(Path log, long size) throws IOException {
    Random random = new Random(SEED);
    List<String> words =
        List.of("request", "from", "user", "took", "ms", "cache", "miss", "GET", "/api/v1/items");
    Path part = log.resolveSibling(log.getFileName() + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
      long written = 0;
      StringBuilder line = new StringBuilder();
      for (long i = 0; written < size; i++) {
        line.setLength(0);
        line.append("2026-11-30T00:")
            .append(10 + i / 100_000 % 50)
            .append(":07.")
            .append(100 + i % 900);
        line.append(i % 10 == 7 ? " WARN " : " INFO ");
        int length = 60 + random.nextInt(80);
        while (line.length() < length) {
          line.append(words.get(random.nextInt(words.size())))
              .append(' ')
              .append(random.nextInt(1000))
              .append(' ');
        }
        line.append(i % 50_000 == 49_999 ? "quince" + i : "").append('\n');
        byte[] bytes = line.toString().getBytes(US_ASCII);
        out.write(bytes);
        written += bytes.length;
      }
    }
    Files.move(part, log);
  }
}
