/**
 * A source for Apache Spark that reads the lines of files. Filters, columns, limits and counts are
 * pushed down into the files, so Spark is only given the lines that it needs.
 *
 * <p>The source is registered under the name {@code mmap-lines}:
 *
 * {@snippet :
 * Dataset<Row> log = spark.read().format("mmap-lines").load("/logs/app.log");
 * long errors = log.filter(col("value").contains("ERROR")).count();
 * }
 *
 * <p>{@link io.github.mmap4j.spark.LinesProvider} describes the columns and the options.
 */
package io.github.mmap4j.spark;
