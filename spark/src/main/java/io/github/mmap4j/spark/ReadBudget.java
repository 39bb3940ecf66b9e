package io.github.mmap4j.spark;

import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadAllAvailable;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** What a batch may still read. */
final class ReadBudget {
  private long files = Long.MAX_VALUE;
  private long bytes = Long.MAX_VALUE;

  ReadBudget(ReadLimit limit) {
    add(limit);
  }

  private void add(ReadLimit limit) {
    switch (limit) {
      case ReadAllAvailable _ -> {}
      case ReadMaxFiles most -> files = Math.min(files, most.maxFiles());
      case ReadMaxBytes most -> bytes = Math.min(bytes, most.maxBytes());
      case CompositeReadLimit several -> {
        for (ReadLimit each : several.getReadLimits()) {
          add(each);
        }
      }
      default -> throw new IllegalArgumentException("mmap-lines has no limit " + limit);
    }
  }

  /** Returns the bytes that may be read of the next file. */
  long bytes() {
    return files > 0 ? bytes : 0;
  }

  /** Takes what a batch reads of a file; a batch may read more to end with a whole line. */
  void take(long length) {
    if (length > 0) {
      files--;
      bytes = Math.max(0, bytes - length);
    }
  }
}
