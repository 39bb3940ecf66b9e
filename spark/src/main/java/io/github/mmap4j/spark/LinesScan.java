package io.github.mmap4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A batch read: lists the files, splits them, and describes itself for {@code explain}. */
final class LinesScan implements Scan, Batch, SupportsReportStatistics {
  private final LinesOptions options;
  private final StructType schema;
  private List<FoundFile> files;

  LinesScan(LinesOptions options, StructType schema) {
    this.options = options;
    this.schema = schema;
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return LinesProvider.NAME + " " + String.join(", ", options.paths());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  private List<FoundFile> files() {
    if (files == null) {
      files = FileListing.of(options);
    }
    return files;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return Splits.of(files(), options.separator()).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    List<LineColumn> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(LineColumn.of(field.name()));
    }
    return new LineReaderFactory(options.separator(), List.copyOf(columns), options.binary());
  }

  @Override
  public Statistics estimateStatistics() {
    long bytes = files().stream().mapToLong(FoundFile::length).sum();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.empty();
      }
    };
  }
}
