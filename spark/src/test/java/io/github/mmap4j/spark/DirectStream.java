package io.github.mmap4j.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Drives a stream as Spark's driver does, one step at a time, without a query. */
final class DirectStream {
  private final LinesStream stream;
  private Offset at;

  /**
   * Starts a stream.
   *
   * @param more further options, as names and values in turn
   */
  DirectStream(String path, String... more) {
    LocalSpark.session();
    Map<String, String> options = new HashMap<>();
    options.put("path", path);
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    CaseInsensitiveStringMap map = new CaseInsensitiveStringMap(options);
    this.stream =
        (LinesStream) new LinesTable(map).newScanBuilder(map).build().toMicroBatchStream("");
    this.at = stream.initialOffset();
  }

  LinesStream stream() {
    return stream;
  }

  /** Returns the checkpoint. */
  String json() {
    return at.json();
  }

  /** Continues from a checkpoint. */
  void continueFrom(String json) {
    at = stream.deserializeOffset(json);
  }

  /** Plans the next batch. */
  StreamOffset plan() {
    return (StreamOffset) stream.latestOffset(at, stream.getDefaultReadLimit());
  }

  /** Creates a reader of the first part of a planned batch. */
  PartitionReader<InternalRow> reader(StreamOffset end) {
    InputPartition part = stream.planInputPartitions(at, end)[0];
    return stream.createReaderFactory().createReader(part);
  }

  /** Reads the values of a planned batch, which becomes the last one. */
  List<String> read(StreamOffset end) throws IOException {
    List<String> values = new ArrayList<>();
    StreamOffset logged = (StreamOffset) stream.deserializeOffset(end.json());
    for (InputPartition part : stream.planInputPartitions(at, logged)) {
      try (PartitionReader<InternalRow> reader = stream.createReaderFactory().createReader(part)) {
        while (reader.next()) {
          values.add(reader.get().getUTF8String(0).toString());
        }
      }
    }
    at = logged;
    return values;
  }

  /** Plans and reads the next batch. */
  List<String> next() throws IOException {
    return read(plan());
  }

  /** Plans and reads batches until there is nothing to read. */
  List<String> rest() throws IOException {
    List<String> values = new ArrayList<>();
    for (StreamOffset end = plan(); !end.equals(at); end = plan()) {
      values.addAll(read(end));
    }
    return values;
  }
}
