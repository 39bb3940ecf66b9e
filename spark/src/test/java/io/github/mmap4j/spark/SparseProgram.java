package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
 * Measures queries over a sparse file, and checks the answers. Prints the least time that the tasks
 * of a round took for each GiB, the peak of the heap in use during the rounds of a query, garbage
 * included, how much of it is in use after a collection, and the most memory outside the heap that
 * buffers had at the end of a task. The arguments are a folder for the file and its size in GiB.
 * The file has 1 MiB of lines in each 64 MiB, and a hole after them, which is one line.
 */
final class SparseProgram {
  private static final int ROUNDS = 5;

  /**
   * Each query runs this long before it is measured, so that short files find compiled code too.
   */
  private static final long WARM_UP_NANOS = 10_000_000_000L;

  private static final int PART = 64 << 20;
  private static final int DATA = 1 << 20;
  private static final int LINE = 64;
  private static final int LINES = DATA / LINE;

  /** One line in so many names a quince. */
  private static final int RARE = 1 << 12;

  private SparseProgram() {}

  /** A query, and its answer for a file of so many parts. */
  private record Query(
      String name, ToLongFunction<Dataset<Row>> answer, LongUnaryOperator expected) {
    /** Runs the query over a file of so many parts. */
    void run(SparkSession spark, Path log, long parts) {
      long actual = answer.applyAsLong(spark.read().format("mmap-lines").load(log.toString()));
      if (actual != expected.applyAsLong(parts)) {
        throw new IllegalStateException(name + ": " + actual);
      }
    }
  }

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
      long start = System.nanoTime();
      do {
        query.run(spark, log, parts);
      } while (System.nanoTime() - start < WARM_UP_NANOS);
    }
    for (Query query : queries) {
      spark.sparkContext().listenerBus().waitUntilEmpty();
      direct.set(0);
      System.gc();
      heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
      double wall = Double.MAX_VALUE;
      double perGib = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        tasks.set(0);
        long begin = System.nanoTime();
        query.run(spark, log, parts);
        wall = Math.min(wall, (System.nanoTime() - begin) / 1e9);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        perGib = Math.min(perGib, tasks.get() / gib);
      }
      System.out.printf(
          Locale.ROOT,
          "%-32s %5.0f %9.3f %14.1f %9d %9d %11.1f%n",
          query.name(),
          gib,
          wall,
          perGib,
          peak() >> 20,
          heap() >> 20,
          direct.get() / (double) (1 << 20));
    }
    spark.stop();
    Files.delete(log);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /**
   * Returns the sum of the most bytes that were in use in each part of the heap since the reset;
   * the peak of the whole heap is at most as high.
   */
  private static long peak() {
    return heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
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
