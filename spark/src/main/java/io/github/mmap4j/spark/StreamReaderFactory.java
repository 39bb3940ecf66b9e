package io.github.mmap4j.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * What a task of a stream needs to know to read its part.
 *
 * @param lines how to read lines
 * @param failOnDataLoss whether the task fails if lines can't be read any more
 */
record StreamReaderFactory(LineReaderFactory lines, boolean failOnDataLoss)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new StreamReader(this, ((StreamPart) partition).ranges());
  }
}
