package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.search.Lines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
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
 * A benchmark of finding one line: the one that contains a byte, and a key among sorted lines by
 * binary search. The rivals are loops over the bytes of the memory. Run it with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class LineSearchBenchmark {
  /** The implementations that are compared. */
  public enum Engine {
    AT_BYTE,
    AT_BYTE_BY_HAND,
    SORTED,
    SORTED_BY_PREDICATE,
    SORTED_BY_HAND
  }

  private static final long SEED = 20240703;
  private static final int DIGITS = 10;
  private static final int PLACES = 1 << 10;

  @Param public Engine engine;

  /** The size of the text in MiB. */
  @Param("64")
  public int mebibytes;

  private Arena arena;
  private MemorySegment text;
  private final long[] starts = new long[PLACES];
  private final long[] within = new long[PLACES];
  private final byte[][] keys = new byte[PLACES][];
  private int place;

  /** Writes lines of 42 to 122 bytes that begin with their number, and chooses some to be found. */
  @Setup(Level.Trial)
  public void prepare() {
    arena = Arena.ofConfined();
    text = arena.allocate((long) mebibytes << 20).fill((byte) 'x');
    SplittableRandom random = new SplittableRandom(SEED);
    int lines = 0;
    for (long at = 0; at < text.byteSize(); lines++) {
      long length = random.nextInt(Corpus.SHORTEST, Corpus.LONGEST + 1);
      length = text.byteSize() - at < length + Corpus.SHORTEST ? text.byteSize() - at : length;
      byte[] number = ("%0" + DIGITS + "d").formatted(lines).getBytes(US_ASCII);
      MemorySegment.copy(number, 0, text, JAVA_BYTE, at, DIGITS);
      text.set(JAVA_BYTE, at + length - 1, (byte) '\n');
      int i = lines < PLACES ? lines : random.nextInt(lines + 1);
      if (i < PLACES) {
        starts[i] = at;
        within[i] = at + random.nextLong(length);
        keys[i] = number;
      }
      at += length;
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }

  @Benchmark
  public long find() {
    int i = place++ & PLACES - 1;
    byte[] key = keys[i];
    Lines lines = Lines.of(text);
    return Answers.checked(
        starts[i],
        switch (engine) {
          case AT_BYTE -> at(lines, within[i]);
          case AT_BYTE_BY_HAND -> atByHand(within[i]);
          case SORTED -> lines.lowerBound(key).offset();
          case SORTED_BY_PREDICATE -> lines.lowerBound(line -> line.compareTo(key) < 0).offset();
          case SORTED_BY_HAND -> sortedByHand(key);
        });
  }

  private static long at(Lines lines, long within) {
    Lines.Cursor cursor = lines.cursor(within);
    cursor.next();
    return cursor.length() > 0 ? cursor.offset() : -1;
  }

  private long atByHand(long within) {
    long start = start(0, within);
    return end(within, text.byteSize()) > start ? start : -1;
  }

  private long sortedByHand(byte[] key) {
    long low = 0;
    long high = text.byteSize();
    while (low < high) {
      long middle = low + (high - low) / 2;
      long start = start(low, middle);
      if (isLess(start, high, key)) {
        low = Math.min(high, end(middle, high) + 1);
      } else {
        high = start;
      }
    }
    return low;
  }

  private long start(long low, long at) {
    long start = at;
    while (start > low && text.get(JAVA_BYTE, start - 1) != '\n') {
      start--;
    }
    return start;
  }

  private long end(long at, long high) {
    long end = at;
    while (end < high && text.get(JAVA_BYTE, end) != '\n') {
      end++;
    }
    return end;
  }

  private boolean isLess(long start, long high, byte[] key) {
    for (int i = 0; i < key.length; i++) {
      byte at = start + i < high ? text.get(JAVA_BYTE, start + i) : (byte) '\n';
      if (at == '\n' || at != key[i]) {
        return at == '\n' || Byte.compareUnsigned(at, key[i]) < 0;
      }
    }
    return false;
  }
}
