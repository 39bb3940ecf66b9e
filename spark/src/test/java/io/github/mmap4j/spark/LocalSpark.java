package io.github.mmap4j.spark;

import org.apache.spark.sql.SparkSession;

/** Starts Spark in this process. */
final class LocalSpark {
  private LocalSpark() {}

  /** Prepares a Spark that is reached only from this host. */
  static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1");
  }

  /** Returns the Spark of two threads that all tests share. */
  static SparkSession session() {
    return Shared.SESSION;
  }

  private static final class Shared {
    static final SparkSession SESSION =
        builder("local[2]")
            .appName("mmap4j-spark")
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.warehouse.dir", "target/warehouse")
            // Compiling each of many small queries would take longer than running it.
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.adaptive.enabled", false)
            .getOrCreate();
  }
}
