package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of searching a few bytes with a finder created earlier, compared with a plain loop.
 * Run it with {@code -prof gc}; no memory should be allocated.
 *
 * <p>Earlier long searches determine which kernel searches a short range, so mmap4j is measured
 * both with and without them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class ShortFindBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    LOOP,
    MMAP4J,
    MMAP4J_AFTER_LONG
  }

  /**
   * The number of places that are searched in turn, so that the processor cannot adapt to a single
   * one.
   */
  private static final int PLACES = 1 << 10;

  private static final long LONG_SEARCHES = 200;

  @Param({"16", "64", "256"})
  public int length;

  @Param public Engine engine;

  @Param({"ONE_BYTE", "FIVE_BYTES"})
  public Absent absent;

  private MemorySegment segment;
  private Finder finder;
  private byte[] needle;
  private int place;

  @Setup(Level.Trial)
  public void prepare(MappedText text) {
    segment = text.segment();
    needle = absent.bytes();
    finder = Finder.of(needle);
    if (engine == Engine.MMAP4J_AFTER_LONG) {
      for (int i = 0; i < LONG_SEARCHES; i++) {
        Answers.checked(-1, finder.find(segment, 0, Math.min(segment.byteSize(), 32 << 20)));
      }
    }
  }

  @Benchmark
  public long find() {
    place = (place + 1) & (PLACES - 1);
    long from = place * 257L;
    long found =
        engine == Engine.LOOP
            ? loop(segment, needle, from, from + length)
            : finder.find(segment, from, from + length);
    return Answers.checked(-1, found);
  }

  private static long loop(MemorySegment text, byte[] needle, long from, long to) {
    byte first = needle[0];
    long end = to - needle.length;
    for (long at = from; at <= end; at++) {
      if (text.get(JAVA_BYTE, at) == first) {
        int i = 1;
        while (i < needle.length && text.get(JAVA_BYTE, at + i) == needle[i]) {
          i++;
        }
        if (i == needle.length) {
          return at;
        }
      }
    }
    return -1;
  }
}
