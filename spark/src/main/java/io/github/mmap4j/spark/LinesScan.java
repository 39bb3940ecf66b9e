package io.github.mmap4j.spark;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A batch read: lists the files once, and splits them among tasks. */
final class LinesScan implements Scan, Batch, SupportsReportStatistics {
  private final LinesOptions options;
  private final StructType schema;
  private final LineReaderFactory reader;
  private final String description;
  private List<FoundFile> files;
  private boolean isStream;

  LinesScan(LinesOptions options, StructType schema, LineReaderFactory reader, String description) {
    this.options = options;
    this.schema = schema;
    this.reader = reader;
    this.description = description;
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    isStream = true;
    return new LinesStream(options, reader);
  }

  private List<FoundFile> files() {
    if (files == null) {
      files = FileListing.of(options);
    }
    return files;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<LinesPart> parts =
        Splits.of(files(), options.separator(), reader.filter(), ListedFile::of);
    if (parts.isEmpty() && reader.aggregate() != null) {
      // Spark adds the counts of all tasks, and the sum of nothing is null.
      parts = List.of(new LinesPart(List.of(), List.of()));
    }
    return parts.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return reader;
  }

  /** Returns the size of the files; how many lines they have is unknown. */
  @Override
  public Statistics estimateStatistics() {
    // What a stream will read is unknown.
    OptionalLong bytes =
        isStream
            ? OptionalLong.empty()
            : OptionalLong.of(files().stream().mapToLong(FoundFile::length).sum());
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return bytes;
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.empty();
      }
    };
  }

  /** Lets Spark read once what a query reads twice. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LinesScan scan
        && options.equals(scan.options)
        && schema.equals(scan.schema)
        && reader.equals(scan.reader);
  }

  @Override
  public int hashCode() {
    return reader.hashCode();
  }
}
