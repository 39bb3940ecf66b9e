package io.github.mmap4j.bench;

import io.github.mmap4j.regex.BytePattern;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * A benchmark of finding all matches of a regular expression in the whole text, compared with
 * reading it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class PatternBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    READ_LIMIT,

    /**
     * Counts the matching lines for {@code quick.*jumps}, as ripgrep does, and all matches for the
     * other expressions.
     */
    MMAP4J,
    JAVA_REGEX
  }

  @Param public Regex regex;

  @Param public Engine engine;

  private LongSupplier search;
  private long expected;

  @Setup(Level.Trial)
  public void prepare(MappedText text) throws IOException {
    boolean addresses = regex.isInAddressText();
    MemorySegment segment = addresses ? text.addresses() : text.segment();
    expected = addresses ? regex.expected(text.addressText()) : regex.expected(text.corpus());
    switch (engine) {
      case READ_LIMIT -> {
        expected = ReadLimit.expected(segment);
        search = () -> ReadLimit.sum(segment, 0, segment.byteSize());
      }
      case MMAP4J -> {
        BytePattern pattern = BytePattern.compile(regex.pattern());
        search =
            regex == Regex.QUICK_JUMPS
                ? () -> pattern.lines(segment).count()
                : () -> pattern.all(segment).count();
      }
      case JAVA_REGEX -> {
        Pattern pattern = Pattern.compile(regex.pattern());
        search = () -> count(pattern.matcher(new SegmentChars(segment)));
      }
    }
  }

  private static long count(Matcher matcher) {
    long count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  @Benchmark
  public long matches() {
    return Answers.checked(expected, search.getAsLong());
  }
}
