package io.github.mmap4j.spark;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs streams as queries of Spark, which are stopped and started again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamQueryTest {
  private final SparkSession spark = smallParts();

  /** The rows of each batch; a batch that is run again must have the same. */
  private final SortedMap<Long, List<Row>> batches =
      Collections.synchronizedSortedMap(new TreeMap<>());

  private final List<String> differences = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  /** Returns a session in which even short files are read by several tasks. */
  private static SparkSession smallParts() {
    SparkSession session = LocalSpark.session().newSession();
    session.conf().set("spark.sql.files.maxPartitionBytes", "2000");
    session.conf().set("spark.sql.files.openCostInBytes", "100");
    return session;
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, CREATE, APPEND);
  }

  private DataStreamReader reader() {
    return spark.readStream().format("mmap-lines");
  }

  private DataStreamWriter<Row> writer(Dataset<Row> rows) {
    return rows.writeStream()
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, id) -> keep(id, batch));
  }

  private void keep(long id, Dataset<Row> batch) {
    List<Row> rows = batch.collectAsList();
    List<Row> before = batches.put(id, rows);
    if (before != null && !before.equals(rows)) {
      differences.add("batch " + id + " had " + before + ", then " + rows);
    }
  }

  /** Returns the values of all batches in order. */
  private List<String> values() {
    assertEquals(List.of(), differences);
    return batches.values().stream().flatMap(List::stream).map(row -> row.getString(0)).toList();
  }

  /** Runs a query while a thread writes, and stops and restarts it at random moments. */
  private void runUntil(Thread writing, Dataset<Row> rows, Random random) throws Exception {
    writing.start();
    // Spark refuses a checkpoint that it was stopped from beginning.
    StreamingQuery first = writer(rows).start();
    first.processAllAvailable();
    first.stop();
    while (writing.isAlive()) {
      StreamingQuery query = writer(rows).start();
      writing.join(100 + random.nextInt(1500));
      if (random.nextBoolean()) {
        query.processAllAvailable();
      }
      query.stop();
    }
    StreamingQuery last = writer(rows).start();
    last.processAllAvailable();
    last.stop();
  }

  private static Random random() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  /** Returns the lines that a file gets, which have its name and their numbers. */
  private static List<String> lines(String name, int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + " " + i + " " + "x".repeat(random.nextInt(60)))
        .toList();
  }

  /** A step of a writing thread. */
  @FunctionalInterface
  private interface Writing {
    void run() throws Exception;
  }

  private Thread thread(Writing writing) {
    return new Thread(
        () -> {
          try {
            writing.run();
          } catch (Exception e) {
            differences.add("the writer failed: " + e);
          }
        });
  }

  @Test
  void aStreamThatIsRestartedReadsEachLineOnceAndInOrder() throws Exception {
    Random random = random();
    Map<String, List<String>> lines =
        Map.of("a", lines("a", 2000, random), "b", lines("b", 2000, random));
    Random ofWriter = new Random(random.nextLong());
    Thread writing = thread(() -> writeInChunks(lines, ofWriter));
    runUntil(writing, reader().load(folder + "/*.log"), random);
    Map<String, List<String>> read =
        values().stream().collect(Collectors.groupingBy(line -> line.substring(0, 1)));
    assertEquals(lines, read);
  }

  private void writeInChunks(Map<String, List<String>> lines, Random random) throws Exception {
    Map<String, String> left = new TreeMap<>();
    lines.forEach((name, all) -> left.put(name, String.join("\n", all) + "\n"));
    while (!left.isEmpty()) {
      String name = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
      String text = left.get(name);
      int length = Math.min(text.length(), 1 + random.nextInt(3000));
      append(folder.resolve(name + ".log"), text.substring(0, length));
      if (length == text.length()) {
        left.remove(name);
      } else {
        left.put(name, text.substring(length));
      }
      Thread.sleep(random.nextInt(60));
    }
  }

  @Test
  void aStreamReadsEachLineOnceWhileItsFileIsRotated() throws Exception {
    Random random = random();
    List<String> lines = lines("a", 3000, random);
    Random ofWriter = new Random(random.nextLong());
    Thread writing = thread(() -> writeAndRotate(lines, ofWriter));
    runUntil(writing, reader().load(folder + "/app.log"), random);
    assertTrue(Files.exists(folder.resolve("app.log.4")), "the file was rotated");
    List<String> read = new ArrayList<>(values());
    List<String> expected = new ArrayList<>(lines);
    read.sort(null);
    expected.sort(null);
    assertEquals(expected, read);
  }

  /** Writes, and renames app.log to app.log.1, and that to app.log.2 and so on. */
  private void writeAndRotate(List<String> lines, Random random) throws Exception {
    Path file = folder.resolve("app.log");
    int rotations = 0;
    for (int i = 0; i < lines.size(); ) {
      int end = Math.min(lines.size(), i + 1 + random.nextInt(60));
      append(file, String.join("\n", lines.subList(i, end)) + "\n");
      i = end;
      Thread.sleep(random.nextInt(60));
      // A file that no look has found is never known, so rotations must not be too quick.
      if (i / 600 > rotations) {
        while (!isKnown(file)) {
          Thread.sleep(20);
        }
        for (int n = rotations; n > 0; n--) {
          Files.move(folder.resolve("app.log." + n), folder.resolve("app.log." + (n + 1)));
        }
        Files.move(file, folder.resolve("app.log.1"));
        rotations++;
      }
    }
  }

  /** Returns whether a batch has had lines of the file. */
  private boolean isKnown(Path file) throws IOException {
    String first;
    try (var all = Files.lines(file)) {
      first = all.findFirst().orElse("");
    }
    synchronized (batches) {
      return batches.values().stream()
          .flatMap(List::stream)
          .anyMatch(row -> row.getString(0).equals(first));
    }
  }

  @Test
  void availableNowEndsAndTheNextRunContinues() throws Exception {
    Path file = folder.resolve("a.log");
    append(file, "one\ntwo\nthr");
    Dataset<Row> rows = reader().option("maxBytesPerTrigger", 1).load(file.toString());
    writer(rows).trigger(Trigger.AvailableNow()).start().awaitTermination();
    assertEquals(List.of("one", "two"), values());
    assertEquals(2, batches.size());
    append(file, "ee\n");
    writer(rows).trigger(Trigger.AvailableNow()).start().awaitTermination();
    assertEquals(List.of("one", "two", "three"), values());
  }

  @Test
  void hiddenColumnsTellWhereALineIs() throws Exception {
    Path file = folder.resolve("a.log");
    append(file, "one\ntwo\n");
    Dataset<Row> rows =
        reader().load(file.toString()).where("value like 't%'").select("_offset", "_file", "value");
    writer(rows).trigger(Trigger.AvailableNow()).start().awaitTermination();
    assertEquals("[[4," + file + ",two]]", batches.get(0L).toString());
  }

  @Test
  void aStreamHasOnlyTheLinesThatMatch() throws Exception {
    Path file = folder.resolve("a.log");
    append(file, "one 1\ntwo\nthree 3\nfo");
    Dataset<Row> rows =
        reader()
            .option("matching", "[0-9]$|^four")
            .load(file.toString())
            .where("_offset < 30")
            .select("value");
    writer(rows).trigger(Trigger.AvailableNow()).start().awaitTermination();
    append(file, "ur\nfive\n6\npast the offset 30: 7\n");
    writer(rows).trigger(Trigger.AvailableNow()).start().awaitTermination();
    assertEquals(List.of("one 1", "three 3", "four", "6"), values());
  }

  @Test
  void aDeletedFileWithUnreadLinesFailsTheQuery() throws Exception {
    Path file = folder.resolve("a.log");
    append(file, "one\ntwo\n");
    Dataset<Row> rows = reader().option("maxBytesPerTrigger", 1).load(file.toString());
    DataStreamWriter<Row> deleting =
        rows.writeStream()
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (batch, id) -> {
                      keep(id, batch);
                      Files.deleteIfExists(file);
                    });
    StreamingQuery query = deleting.start();
    StreamingQueryException e =
        assertThrows(StreamingQueryException.class, query::awaitTermination);
    DataLossException loss = assertInstanceOf(DataLossException.class, e.getCause());
    assertEquals(4, loss.offset());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());

    Dataset<Row> careless = reader().option("failOnDataLoss", false).load(file.toString());
    append(file, "new\n");
    writer(careless).trigger(Trigger.AvailableNow()).start().awaitTermination();
    assertEquals(List.of("one", "new"), values());
  }
}
