package io.github.mmap4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The application that {@link ClusterTrial} submits. */
public final class ClusterApp {
  /** The beginning of a line in the first quarter of the first file. */
  static final String READ = "file 0 line 80000 ";

  private final Path folder;
  private final AtomicInteger removed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger tasks = new AtomicInteger();

  /** After so many tasks, the trial interferes. A stream has few until more is written. */
  private final int begun;

  private ClusterApp(Path folder, int begun) {
    this.folder = folder;
    this.begun = begun;
  }

  /** Runs a scenario: {@code batch} or {@code stream}, with the trial's folder. */
  public static void main(String[] args) throws Exception {
    boolean isBatch = args[0].equals("batch");
    ClusterApp app = new ClusterApp(Path.of(args[1]), isBatch ? 3 : 1);
    SparkSession spark = SparkSession.builder().getOrCreate();
    spark.sparkContext().addSparkListener(app.listener());
    // The driver counts as one.
    while (spark.sparkContext().statusTracker().getExecutorInfos().length < 3) {
      Thread.sleep(100);
    }
    String result;
    try {
      result = isBatch ? app.batch(spark) : app.stream(spark);
    } catch (Exception e) {
      result = "failed: " + e.toString().replace('\n', ' ');
    }
    spark.stop(); // after which the listener has heard of all tasks
    System.out.println(
        "executors removed: " + app.removed + ", tasks failed: " + app.failed + "; " + result);
  }

  private SparkListener listener() {
    return new SparkListener() {
      @Override
      public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        removed.incrementAndGet();
      }

      @Override
      public void onTaskEnd(SparkListenerTaskEnd event) {
        failed.addAndGet(event.taskInfo().successful() ? 0 : 1);
        if (tasks.incrementAndGet() == begun) {
          mark(folder, "running");
        }
      }
    };
  }

  /** Tells the trial that something has happened. */
  private static void mark(Path folder, String what) {
    try {
      Files.writeString(folder.resolve(what), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts lines, and adds their lengths. */
  private String batch(SparkSession spark) {
    Dataset<String> lines =
        spark
            .read()
            .format("mmap-lines")
            .load(folder.resolve("logs").toString())
            .as(Encoders.STRING());
    return "lines and bytes: "
        + slowly(lines)
            .selectExpr("count(*)", "sum(length(value))")
            .collectAsList()
            .getFirst()
            .mkString(" ");
  }

  /**
   * Slows down the tasks, so that the trial has time to interfere, and tells it when a task has
   * come to the line {@link #READ}.
   */
  private Dataset<String> slowly(Dataset<String> lines) {
    String place = folder.toString(); // a path can't be sent to executors
    return lines.map(
        (MapFunction<String, String>)
            line -> {
              if (line.hashCode() % 1000 == 0) {
                Thread.sleep(20);
              }
              if (line.startsWith(READ)) {
                mark(Path.of(place), "read");
              }
              return line;
            },
        Encoders.STRING());
  }

  /** Copies lines until the trial says that all have been written. */
  private String stream(SparkSession spark) throws Exception {
    Dataset<String> lines =
        spark
            .readStream()
            .format("mmap-lines")
            .load(folder.resolve("logs") + "/*.log")
            .as(Encoders.STRING());
    StreamingQuery query =
        slowly(lines)
            .writeStream()
            .format("text")
            .option("path", folder.resolve("copy").toString())
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .start();
    while (!Files.exists(folder.resolve("written")) && query.isActive()) {
      Thread.sleep(100);
    }
    query.processAllAvailable();
    query.stop();
    return "lines and bytes: "
        + spark
            .read()
            .text(folder.resolve("copy").toString())
            .selectExpr("count(*)", "sum(length(value))")
            .collectAsList()
            .getFirst()
            .mkString(" ");
  }
}
