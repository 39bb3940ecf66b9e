package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures queries over a sparse file, and checks the answers. Prints how long the tasks took for
 * each GiB, how much of the heap is in use after a collection, and the most memory outside the heap
 * that buffers had at the end of a task. The arguments are a folder for the file and its size in
 * GiB. The file has 1 MiB of lines in each 64 MiB, and a hole after them, which is one line.
 */
final class SparseProgram {
  private static final int ROUNDS = 5;
  private static final int PART = 64 << 20;
  private static final int DATA = 1 << 20;
  private static final int LINE = 64;
  private static final int LINES = DATA / LINE;

  /** One line in so many names a quince. */
  private static final int RARE = 1 << 12;

  private SparseProgram() {}

  /** A query, and its answer for a file of so many parts. */
  private record Query(
      String name, ToLongFunction<Dataset<Row>> answer, LongUnaryOperator expected) {}

  public static void main(String[] args) throws Exception {
    long parts = (Long.parseLong(args[1]) << 30) / PART;
    Path log = Path.of(args[0], "sparse-" + args[1] + ".log");
    write(log, parts);
    List<Query> queries =
        List.of(
            new Query(
                "count of a rare word",
                lines -> lines.where("contains(value, 'quince')").count(),
                count -> count * (LINES / RARE)),
            new Query("count(*)", Dataset::count, count -> count * (LINES + 1)),
            new Query(
                "rows that start with q",
                lines -> lines.where("startswith(value, 'q')").collectAsList().size(),
                count -> count * (LINES / RARE)),
            new Query(
                "greatest offset of a long line",
                lines ->
                    lines.where("_length > 1000").selectExpr("max(_offset)").first().getLong(0),
                count -> (count - 1) * PART + DATA));
    SparkSession spark = LocalSpark.builder("local[2]").getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    AtomicLong tasks = new AtomicLong();
    AtomicLong direct = new AtomicLong();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                tasks.addAndGet(end.taskMetrics().executorRunTime());
                direct.accumulateAndGet(direct(), Math::max);
              }
            });
    double gib = parts * PART / (double) (1 << 30);
    for (Query query : queries) {
      double wall = Double.MAX_VALUE;
      double perGib = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        tasks.set(0);
        long begin = System.nanoTime();
        long answer =
            query.answer().applyAsLong(spark.read().format("mmap-lines").load(log.toString()));
        wall = Math.min(wall, (System.nanoTime() - begin) / 1e9);
        if (answer != query.expected().applyAsLong(parts)) {
          throw new IllegalStateException(query.name() + ": " + answer);
        }
        spark.sparkContext().listenerBus().waitUntilEmpty();
        perGib = Math.min(perGib, tasks.get() / gib);
      }
      System.out.printf(
          Locale.ROOT,
          "%-32s %5.0f %9.3f %14.1f %9d %11.1f%n",
          query.name(),
          gib,
          wall,
          perGib,
          heap() >> 20,
          direct.get() / (double) (1 << 20));
    }
    spark.stop();
    Files.delete(log);
  }

  /** Returns the number of bytes of the heap that are in use after a garbage collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Returns the number of bytes that buffers outside the heap have now. */
  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static void write(Path log, long parts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      String start = i % RARE == RARE - 1 ? "quince " : "line ";
      lines.append(start).append("x".repeat(LINE - 1 - start.length())).append('\n');
    }
    byte[] data = lines.toString().getBytes(US_ASCII);
    try (FileChannel file =
        FileChannel.open(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long part = 0; part < parts; part++) {
        long at = part * PART;
        file.write(ByteBuffer.wrap(data), at);
        file.write(ByteBuffer.wrap(new byte[] {'\n'}), at + PART - 1);
      }
    }
  }
}
