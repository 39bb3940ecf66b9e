package io.github.mmap4j.spark;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * What a task needs to know to read its part.
 *
 * @param separator what separates lines
 * @param binary whether values are BINARY, not STRING
 * @param columns the columns of each row
 * @param filter what lines must pass
 * @param limit the most rows that are needed
 * @param aggregate what to compute in place of rows, or null
 */
record LineReaderFactory(
    Separator separator,
    boolean binary,
    List<LineColumn> columns,
    LinePredicate filter,
    long limit,
    LineAggregate aggregate)
    implements PartitionReaderFactory {
  /** The limit of reads without one. */
  static final long UNLIMITED = Long.MAX_VALUE;

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    List<FileRange> ranges = ((LinesPart) partition).ranges();
    return aggregate == null ? new LineReader(this, ranges) : new AggregateReader(this, ranges);
  }
}
