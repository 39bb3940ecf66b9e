package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
 * Nanoseconds for one byte read or written in a hot loop, beside what the JDK offers for it. A
 * {@code get} or {@code set} of {@code Mmap} is to take at most 4 ns: it waits for the fault of a
 * truncated file, which the others let surface somewhere later.
 *
 * <p>The file is smaller than the processor's caches, so that calls are measured and not memory.
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

  /** Which byte comes after which. */
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

  @Setup(Level.Trial)
  public void open() throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[COUNT];
    random.nextBytes(bytes);
    for (int i = 0; i < COUNT; i++) {
      indexes[i] = order == Order.RANDOM ? random.nextInt(COUNT) : i;
      sum += bytes[indexes[i]] & 0xff;
    }
    path = Files.createTempFile("mmap4j", null);
    Files.write(path, bytes);
    mmap = Mmap.open(path);
    arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, COUNT, arena);
      buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, COUNT);
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    arena.close();
    mmap.close();
    Files.delete(path);
  }

  private long checked(long result) {
    if (result != sum) {
      throw new AssertionError("the sum is " + result + ", not " + sum);
    }
    return result;
  }

  @Benchmark
  public long getMmap() {
    long result = 0;
    for (int index : indexes) {
      result += mmap.get(index);
    }
    return checked(result);
  }

  @Benchmark
  public long getMemorySegment() {
    long result = 0;
    for (int index : indexes) {
      result += segment.get(JAVA_BYTE, index) & 0xff;
    }
    return checked(result);
  }

  @Benchmark
  public long getMappedByteBuffer() {
    long result = 0;
    for (int index : indexes) {
      result += buffer.get(index) & 0xff;
    }
    return checked(result);
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
}
