package io.github.mmap4j.bench;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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

/** A benchmark of counting many occurrences, compared with reading the same bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class CountBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    READ_LIMIT,
    MMAP4J,
    BYTE_BUFFER
  }

  @Param public Counted counted;

  @Param public Engine engine;

  /**
   * The size of the corpus in MiB. The file for counting bytes that occur often is an eighth of
   * that size.
   */
  @Param("512")
  public int mebibytes;

  private Mmap mmap;
  private LongSupplier count;
  private long expected;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    expected = counted.expected(mebibytes);
    mmap = Mmap.open(counted.file(mebibytes), Access.READ);
    MemorySegment segment = mmap.asSegment();
    switch (engine) {
      case READ_LIMIT -> {
        expected = ReadLimit.expected(segment);
        count = () -> ReadLimit.sum(segment, 0, segment.byteSize());
      }
      case MMAP4J -> {
        Finder finder = Finder.of(counted.bytes());
        count = () -> finder.count(segment);
      }
      case BYTE_BUFFER -> {
        ByteBuffer buffer = MappedText.buffer(counted.file(mebibytes));
        count = () -> count(buffer, counted.bytes());
      }
    }
  }

  private static long count(ByteBuffer text, byte[] needle) {
    long count = 0;
    int end = text.limit() - needle.length;
    for (int at = 0; at <= end; at++) {
      if (text.get(at) == needle[0]) {
        int i = 1;
        while (i < needle.length && text.get(at + i) == needle[i]) {
          i++;
        }
        if (i == needle.length) {
          count++;
          at += i - 1;
        }
      }
    }
    return count;
  }

  @TearDown(Level.Trial)
  public void close() {
    mmap.close();
  }

  @Benchmark
  public long count() {
    return Answers.checked(expected, count.getAsLong());
  }
}
