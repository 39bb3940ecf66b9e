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
 * @param columns the columns of each row
 * @param binary whether values are BINARY, not STRING
 */
record LineReaderFactory(Separator separator, List<LineColumn> columns, boolean binary)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new LineReader(this, ((LinesPart) partition).ranges());
  }
}
