package io.github.mmap4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Truncates a file while a task reads it. The arguments are a folder, the attempts that Spark may
 * make, and the length that is left.
 */
final class TruncatedFileProgram {
  private static final int LINES = 100_000;
  private static final String LINE = "a line of twenty by\n";

  /** In local mode, all tasks are in this process. */
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();

  private static final AtomicInteger ROWS = new AtomicInteger();

  private TruncatedFileProgram() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "truncated.log");
    Files.writeString(file, LINE.repeat(LINES));
    long left = Long.parseLong(args[2]);
    String path = file.toString();
    SparkSession spark =
        LocalSpark.builder("local[2," + args[1] + "]")
            .config("spark.sql.files.minPartitionNum", 1)
            .getOrCreate();
    ForeachPartitionFunction<Row> readAndTruncate = rows -> read(rows, path, left);
    try {
      spark.read().format("mmap-lines").load(path).foreachPartition(readAndTruncate);
      System.out.println("read " + ROWS.get() + " in " + ATTEMPTS.get());
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        System.out.println("cause " + cause);
      }
      System.out.println("failed after " + ATTEMPTS.get());
    }
    // The process and its other tasks live on.
    System.out.println("then " + spark.range(1000).count());
    spark.stop();
  }

  private static void read(Iterator<Row> rows, String path, long left) {
    boolean isFirst = ATTEMPTS.incrementAndGet() == 1;
    ROWS.set(0);
    while (rows.hasNext()) {
      String line = rows.next().getString(0);
      if (!(line + "\n").equals(LINE)) {
        throw new IllegalStateException("no line of the file: " + line);
      }
      if (ROWS.incrementAndGet() == 1 && isFirst) {
        truncate(Path.of(path), left);
      }
    }
  }

  private static void truncate(Path file, long length) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
