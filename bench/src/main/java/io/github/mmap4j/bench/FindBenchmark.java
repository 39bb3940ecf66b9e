package io.github.mmap4j.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of searching the whole text for bytes that do not occur in it, compared with reading
 * it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class FindBenchmark {
  /**
   * The bytes to search for. JMH sorts parameters by name, so all engines search for the same bytes
   * one after another.
   */
  @Param public Absent absent;

  @Param public FindEngine engine;

  private FindEngine.Search search;
  private long expected;

  @Setup(Level.Trial)
  public void prepare(MappedText text) throws IOException {
    search = engine.prepare(text, absent);
    expected = engine == FindEngine.READ_LIMIT ? ReadLimit.expected(text.segment()) : -1;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    search.close();
  }

  @Benchmark
  public long find() throws IOException {
    return Answers.checked(expected, search.run());
  }
}
