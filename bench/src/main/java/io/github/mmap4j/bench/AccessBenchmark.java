package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of reading or writing one byte or value in a hot loop, with {@code Mmap} and with the
 * JDK's classes. A {@code get} or {@code set} of {@code Mmap} should take at most 2.2 ns. Unlike
 * the JDK's methods, {@code get} and {@code set} detect a fault caused by truncation of the file. A
 * loop in {@code guarded} should take at most 1.03 times as long as the same loop without it.
 *
 * <p>The file fits into the processor's caches, so the benchmark measures the calls and not the
 * memory.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AccessBenchmark.COUNT)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class AccessBenchmark {
  static final int COUNT = 1 << 16;

  private static final ValueLayout.OfLong BIG_ENDIAN =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** The order in which the bytes are accessed. */
  public enum Order {
    SEQUENTIAL,
    RANDOM
  }

  @Param public Order order;

  private final int[] indexes = new int[COUNT];
  private Path path;
  private Mmap mmap;
  private Arena arena;
  private MemorySegment segment;
  private MappedByteBuffer buffer;
  private long sum;
  private long intSum;
  private long longSum;

  @Setup(Level.Trial)
  public void open() throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[COUNT + Long.BYTES];
    random.nextBytes(bytes);
    MemorySegment heap = MemorySegment.ofArray(bytes);
    for (int i = 0; i < COUNT; i++) {
      int index = order == Order.RANDOM ? random.nextInt(COUNT) : i;
      indexes[i] = index;
      sum += bytes[index] & 0xff;
      intSum += heap.get(ValueLayout.JAVA_INT_UNALIGNED, aligned(index));
      longSum += heap.get(BIG_ENDIAN, index);
    }
    path = Files.createTempFile("mmap4j", null);
    Files.write(path, bytes);
    mmap = Mmap.open(path);
    arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length, arena);
      buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    arena.close();
    mmap.close();
    Files.delete(path);
  }

  private static long checked(long result, long expected) {
    if (result != expected) {
      throw new AssertionError("the sum is " + result + ", not " + expected);
    }
    return result;
  }

  /** Rounds down to a multiple of four. */
  private static long aligned(int index) {
    return index & -Integer.BYTES;
  }

  @Benchmark
  public long getMmap() {
    long result = 0;
    for (int index : indexes) {
      result += mmap.get(index);
    }
    return checked(result, sum);
  }

  @Benchmark
  public long getMemorySegment() {
    long result = 0;
    for (int index : indexes) {
      result += segment.get(JAVA_BYTE, index) & 0xff;
    }
    return checked(result, sum);
  }

  @Benchmark
  public long getMappedByteBuffer() {
    long result = 0;
    for (int index : indexes) {
      result += buffer.get(index) & 0xff;
    }
    return checked(result, sum);
  }

  @Benchmark
  public void setMmap() {
    for (int index : indexes) {
      mmap.set(index, index & 0xff);
    }
  }

  @Benchmark
  public void setMemorySegment() {
    for (int index : indexes) {
      segment.set(JAVA_BYTE, index, (byte) index);
    }
  }

  @Benchmark
  public void setMappedByteBuffer() {
    for (int index : indexes) {
      buffer.put(index, (byte) index);
    }
  }

  // ---- access to typed values

  @Benchmark
  public long getByteMmap() {
    long result = 0;
    for (int index : indexes) {
      result += mmap.get(JAVA_BYTE, index) & 0xff;
    }
    return checked(result, sum);
  }

  @Benchmark
  public long getIntMmap() {
    long result = 0;
    for (int index : indexes) {
      result += mmap.get(JAVA_INT, aligned(index));
    }
    return checked(result, intSum);
  }

  @Benchmark
  public long getIntMemorySegment() {
    long result = 0;
    for (int index : indexes) {
      result += segment.get(JAVA_INT, aligned(index));
    }
    return checked(result, intSum);
  }

  @Benchmark
  public long getLongBigEndianMmap() {
    long result = 0;
    for (int index : indexes) {
      result += mmap.get(BIG_ENDIAN, index);
    }
    return checked(result, longSum);
  }

  @Benchmark
  public long getLongBigEndianMemorySegment() {
    long result = 0;
    for (int index : indexes) {
      result += segment.get(BIG_ENDIAN, index);
    }
    return checked(result, longSum);
  }

  @Benchmark
  public void setIntMmap() {
    for (int index : indexes) {
      mmap.set(JAVA_INT, aligned(index), index);
    }
  }

  @Benchmark
  public void setIntMemorySegment() {
    for (int index : indexes) {
      segment.set(JAVA_INT, aligned(index), index);
    }
  }

  @Benchmark
  public void setLongBigEndianMmap() {
    for (int index : indexes) {
      mmap.set(BIG_ENDIAN, index, index);
    }
  }

  @Benchmark
  public void setLongBigEndianMemorySegment() {
    for (int index : indexes) {
      segment.set(BIG_ENDIAN, index, index);
    }
  }

  // ---- a loop over the memory, with and without a guard

  @Benchmark
  public long loopGuarded() {
    return checked(mmap.guardedLong(this::sumOf), sum);
  }

  @Benchmark
  public long loopBare() {
    return checked(sumOf(mmap.asSegment()), sum);
  }

  private long sumOf(MemorySegment s) {
    long result = 0;
    for (int index : indexes) {
      result += s.get(JAVA_BYTE, index) & 0xff;
    }
    return result;
  }
}
