package io.github.mmap4j.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The files, or parts of files, that one task reads.
 *
 * @param ranges what to read, in this order
 * @param hosts the hosts that have most of these bytes on a disk of their own, if that is known
 */
record LinesPart(List<FileRange> ranges, List<String> hosts) implements InputPartition {
  @Override
  public String[] preferredLocations() {
    return hosts.toArray(String[]::new);
  }
}
