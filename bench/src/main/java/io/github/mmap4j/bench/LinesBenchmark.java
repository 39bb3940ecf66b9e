package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Line;
import io.github.mmap4j.search.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
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
 * reading it. Some engines decode each line from UTF-8.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class LinesBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    READ_LIMIT,
    MMAP4J,
    MMAP4J_CURSOR_STRINGS,
    MMAP4J_STRINGS,
    MMAP4J_PARALLEL_STRINGS,
    MMAP4J_READ_LINE,
    BYTE_LOOP,
    BUFFERED_READER,
    BUFFERED_READER_UTF_8,
    FILES_LINES,
    PARALLEL_FILES_LINES_UTF_8
  }

  @Param public Engine engine;

  private Mmap mmap;
  private MemorySegment segment;
  private Path path;
  private long expected;

  @Setup(Level.Trial)
  public void prepare(MappedText text) {
    mmap = text.mmap();
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
          case MMAP4J_CURSOR_STRINGS -> cursorStrings();
          case MMAP4J_STRINGS -> strings(Lines.of(segment).stream());
          case MMAP4J_PARALLEL_STRINGS -> strings(Lines.of(segment).stream().parallel());
          case MMAP4J_READ_LINE -> readLine();
          case BYTE_LOOP -> byteLoop();
          case BUFFERED_READER -> bufferedReader(ISO_8859_1);
          case BUFFERED_READER_UTF_8 -> bufferedReader(UTF_8);
          case FILES_LINES -> filesLines();
          case PARALLEL_FILES_LINES_UTF_8 -> parallelFilesLines();
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

  private long cursorStrings() {
    long sum = 0;
    Lines.Cursor cursor = Lines.of(segment).cursor();
    while (cursor.next()) {
      sum += cursor.toString(UTF_8).length();
    }
    return sum;
  }

  private static long strings(Stream<Line> lines) {
    return lines.mapToLong(line -> line.toString(UTF_8).length()).sum();
  }

  private long readLine() {
    long sum = 0;
    mmap.seek(0);
    for (String line = mmap.readLine(UTF_8); !line.isEmpty(); line = mmap.readLine(UTF_8)) {
      sum += line.length() - 1;
    }
    return sum;
  }

  private long byteLoop() {
    long sum = 0;
    long start = 0;
    for (long at = 0; at < segment.byteSize(); at++) {
      if (segment.get(JAVA_BYTE, at) == '\n') {
        sum += at - start;
        start = at + 1;
      }
    }
    return sum;
  }

  private long bufferedReader(Charset charset) throws IOException {
    long sum = 0;
    try (BufferedReader reader = Files.newBufferedReader(path, charset)) {
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

  private long parallelFilesLines() throws IOException {
    try (Stream<String> lines = Files.lines(path, UTF_8)) {
      return lines.parallel().mapToLong(String::length).sum();
    }
  }
}
