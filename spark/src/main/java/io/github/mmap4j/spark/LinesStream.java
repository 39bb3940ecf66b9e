package io.github.mmap4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/**
 * A stream of the lines that are appended to files. Only whole lines are read, each once. The
 * driver looks at the files to plan a batch, and tasks read what was planned, so a batch that is
 * run again reads the same lines.
 */
final class LinesStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  private final LinesOptions options;
  private final LineReaderFactory lines;
  private final StreamPlanner planner;

  /** The files to read before the stream ends, or null if it does not end. */
  private Snapshot available;

  /** The files at the last look. */
  private Snapshot seen;

  LinesStream(LinesOptions options, LineReaderFactory lines) {
    if (!options.separator().canBeFoundAnywhere()) {
      throw new IllegalArgumentException(
          "the option lineSep is a text whose occurrences can overlap, such as \"aa\"; streams"
              + " can't continue after it");
    }
    this.options = options;
    this.lines = lines;
    this.planner = new StreamPlanner(options.separator(), options.stream().failOnDataLoss());
  }

  @Override
  public Offset initialOffset() {
    return StreamOffset.NOTHING;
  }

  @Override
  public Offset deserializeOffset(String json) {
    return StreamOffset.of(json);
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return options.stream().limit();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    try {
      available = Snapshot.of(options, StreamOffset.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("Spark calls latestOffset(Offset, ReadLimit)");
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    StreamOffset from = (StreamOffset) start;
    try {
      if (available == null) {
        seen = Snapshot.of(options, from);
        return planner.next(from, seen, limit, true);
      }
      for (FilePlace each : from.places()) {
        if (available.find(each) == null) {
          available.addRenamed(each);
        }
      }
      seen = available;
      return planner.next(from, seen, limit, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    // Files are split under their ids, since two of them may have had the same path.
    Map<String, StreamRange> ranges = new HashMap<>();
    List<FoundFile> files = new ArrayList<>();
    for (FilePlace to : ((StreamOffset) end).places()) {
      if (to.isMissing()) {
        continue;
      }
      FilePlace from = ((StreamOffset) start).place(to.id());
      long begin = from == null ? 0 : from.offset();
      if (begin < to.offset()) {
        String mark = from == null ? MappedFile.NO_BYTES : from.mark();
        FileRange range = new FileRange(to.path(), begin, to.offset());
        String id = Integer.toString(to.id());
        ranges.put(id, new StreamRange(range, to.identity(), begin, mark, to.offset(), to.mark()));
        Map<String, Long> hosts = seen == null ? Map.of() : seen.bytesOnHost(to.path());
        files.add(new FoundFile(id, range.length(), hosts));
      }
    }
    // Spark pushes no filter down to a stream, and the option matching excludes no range.
    return Splits.of(files, options.separator(), LinePredicate.ALL, _ -> null).stream()
        .map(part -> part(part, ranges))
        .toArray(InputPartition[]::new);
  }

  /** Converts a part of the new bytes of files to the same part of the files. */
  private static StreamPart part(LinesPart part, Map<String, StreamRange> ranges) {
    List<StreamRange> result = new ArrayList<>();
    for (FileRange each : part.ranges()) {
      StreamRange whole = ranges.get(each.path());
      long begin = whole.range().start();
      FileRange range =
          new FileRange(whole.range().path(), begin + each.start(), begin + each.end());
      result.add(
          new StreamRange(
              range,
              whole.identity(),
              whole.before(),
              whole.beforeMark(),
              whole.last(),
              whole.lastMark()));
    }
    return new StreamPart(result, part.hosts());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new StreamReaderFactory(lines, options.stream().failOnDataLoss());
  }

  /** Does nothing, as files are not changed. */
  @Override
  public void commit(Offset end) {}

  /** Does nothing, as no file stays open between batches. */
  @Override
  public void stop() {}

  /** Names the stream in Spark's reports of progress. */
  @Override
  public String toString() {
    return LinesProvider.NAME + " " + String.join(", ", options.paths());
  }
}
