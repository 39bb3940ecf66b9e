package io.github.mmap4j.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options that only streams use, checked.
 *
 * @param limit how much a batch may read
 * @param failOnDataLoss whether the stream fails if lines can't be read any more
 */
record StreamOptions(ReadLimit limit, boolean failOnDataLoss) {
  static StreamOptions of(CaseInsensitiveStringMap options) {
    List<ReadLimit> limits = new ArrayList<>();
    long files = positive(options, "maxFilesPerTrigger", Integer.MAX_VALUE);
    if (files > 0) {
      limits.add(ReadLimit.maxFiles((int) files));
    }
    long bytes = positive(options, "maxBytesPerTrigger", Long.MAX_VALUE);
    if (bytes > 0) {
      limits.add(ReadLimit.maxBytes(bytes));
    }
    return new StreamOptions(
        switch (limits.size()) {
          case 0 -> ReadLimit.allAvailable();
          case 1 -> limits.getFirst();
          default -> ReadLimit.compositeLimit(limits.toArray(ReadLimit[]::new));
        },
        options.getBoolean("failOnDataLoss", true));
  }

  /** Returns the number that an option gives, or 0 if it is not given. */
  private static long positive(CaseInsensitiveStringMap options, String name, long most) {
    String value = options.get(name);
    if (value == null) {
      return 0;
    }
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(name, value, most, e);
    }
    if (number < 1 || number > most) {
      throw invalid(name, value, most, null);
    }
    return number;
  }

  private static IllegalArgumentException invalid(
      String name, String value, long most, Throwable cause) {
    return new IllegalArgumentException(
        "the option " + name + " is " + value + ", not a number from 1 to " + most, cause);
  }
}
