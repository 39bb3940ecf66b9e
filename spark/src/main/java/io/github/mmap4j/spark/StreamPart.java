package io.github.mmap4j.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task reads of a batch.
 *
 * @param ranges what to read, in this order
 * @param hosts the hosts that have most of these bytes on a disk of their own, if that is known
 */
record StreamPart(List<StreamRange> ranges, List<String> hosts) implements InputPartition {
  @Override
  public String[] preferredLocations() {
    return hosts.toArray(String[]::new);
  }
}
