package io.github.mmap4j.bench;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
 * A benchmark of searching the whole text with two threads, the calling one and a helper, compared
 * with reading it with two threads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class ParallelBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    READ_LIMIT,
    MMAP4J
  }

  @Param({"ONE_BYTE", "EIGHTEEN_BYTES"})
  public Absent absent;

  @Param public Engine engine;

  private ExecutorService helper;
  private LongSupplier search;
  private long expected = -1;

  @Setup(Level.Trial)
  public void prepare(MappedText text) {
    helper = Executors.newSingleThreadExecutor();
    MemorySegment segment = text.segment();
    if (engine == Engine.READ_LIMIT) {
      expected = ReadLimit.expected(segment);
      search = () -> sum(segment);
    } else {
      Finder finder = Finder.of(absent.bytes()).parallel(helper);
      search = () -> finder.find(segment);
    }
  }

  private long sum(MemorySegment segment) {
    long size = segment.byteSize();
    long middle = size / 2 >> 20 << 20;
    var first = CompletableFuture.supplyAsync(() -> ReadLimit.sum(segment, 0, middle), helper);
    return ReadLimit.sum(segment, middle, size) + first.join();
  }

  @TearDown(Level.Trial)
  public void close() {
    helper.close();
  }

  @Benchmark
  public long find() {
    return Answers.checked(expected, search.getAsLong());
  }
}
