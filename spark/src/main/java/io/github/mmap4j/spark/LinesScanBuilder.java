package io.github.mmap4j.spark;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark pushes down, and builds the scan. */
final class LinesScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
  private final LinesOptions options;
  private StructType schema;

  LinesScanBuilder(LinesOptions options) {
    this.options = options;
    this.schema = options.schema();
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  @Override
  public Scan build() {
    return new LinesScan(options, schema);
  }
}
