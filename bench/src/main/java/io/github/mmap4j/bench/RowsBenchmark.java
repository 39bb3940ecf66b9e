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
 * A benchmark of the "billion rows" program, which finds the lowest, mean and highest temperature
 * of each station in lines such as {@code oslo;-12.3}. The rival is a program that reads the memory
 * word by word.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RowsBenchmark {
  /** The programs. */
  public enum Engine {
    MMAP4J,
    BY_HAND
  }

  @Param public Engine engine;

  /** The number of rows in millions. */
  @Param("20")
  public int millions;

  private Rows rows;

  @Setup(Level.Trial)
  public void open() throws IOException {
    rows = Rows.ofCount(millions * 1_000_000L);
  }

  @TearDown(Level.Trial)
  public void close() {
    rows.close();
  }

  @Benchmark
  public long aggregate() {
    Stations stations =
        engine == Engine.MMAP4J
            ? RowsByFields.aggregate(rows.segment())
            : RowsByHand.aggregate(rows.segment());
    return Answers.checked(rows.expected(), stations.checksum());
  }
}
