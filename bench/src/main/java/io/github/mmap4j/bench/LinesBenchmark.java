package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.search.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of iterating over all lines of the text and summing their lengths, compared with
 * reading it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class LinesBenchmark {
  /** The implementations that iterate over the lines. */
  public enum Engine {
    READ_LIMIT,
    MMAP4J,
    BUFFERED_READER,
    FILES_LINES
  }

  @Param public Engine engine;

  private MemorySegment segment;
  private Path path;
  private long expected;

  @Setup(Level.Trial)
  public void prepare(MappedText text) {
    segment = text.segment();
    path = text.corpus().path();
    expected =
        engine == Engine.READ_LIMIT
            ? ReadLimit.expected(segment)
            : text.corpus().size() - text.corpus().lines();
  }

  @Benchmark
  public long walk() throws IOException {
    return Answers.checked(
        expected,
        switch (engine) {
          case READ_LIMIT -> ReadLimit.sum(segment, 0, segment.byteSize());
          case MMAP4J -> lines();
          case BUFFERED_READER -> bufferedReader();
          case FILES_LINES -> filesLines();
        });
  }

  private long lines() {
    long sum = 0;
    Lines.Cursor cursor = Lines.of(segment).cursor();
    while (cursor.next()) {
      sum += cursor.length();
    }
    return sum;
  }

  private long bufferedReader() throws IOException {
    long sum = 0;
    try (BufferedReader reader = Files.newBufferedReader(path, ISO_8859_1)) {
      String line;
      while ((line = reader.readLine()) != null) {
        sum += line.length();
      }
    }
    return sum;
  }

  private long filesLines() throws IOException {
    try (Stream<String> lines = Files.lines(path, ISO_8859_1)) {
      return lines.mapToLong(String::length).sum();
    }
  }
}
