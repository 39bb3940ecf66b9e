package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
 * A benchmark of reading 1,024 records of 16 bytes, a {@code long} and two {@code int}s, in each
 * way that the guide's page on records shows. It samples single passes, because the median of short
 * samples stays nearly the same while other programs use the processor, which an average does not.
 * For the same reason, {@code -Xbatch} lets the program wait for the JIT compiler.
 *
 * <p>The file fits into the processor's caches, so the benchmark measures the calls and not the
 * memory.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Xbatch"})
@Warmup(iterations = 7, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class RecordsBenchmark {
  static final int COUNT = 1024;

  private static final StructLayout RECORD =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("time"), JAVA_INT.withName("sensor"), JAVA_INT.withName("value"));
  private static final int SIZE = (int) RECORD.byteSize();
  private static final VarHandle TIME = RECORD.arrayElementVarHandle(PathElement.groupElement(0));
  private static final VarHandle SENSOR = RECORD.arrayElementVarHandle(PathElement.groupElement(1));
  private static final VarHandle VALUE = RECORD.arrayElementVarHandle(PathElement.groupElement(2));
  private static final VarHandle LONG_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** The order in which the records are read. */
  public enum Order {
    SEQUENTIAL,
    RANDOM
  }

  @Param public Order order;

  private final int[] indexes = new int[COUNT];
  private final byte[] copied = new byte[SIZE];
  private Path path;
  private Mmap mmap;
  private FileChannel channel;
  private ByteBuffer mapped;
  private ByteBuffer read;
  private long sum;

  @Setup(Level.Trial)
  public void open() throws IOException {
    Random random = new Random(1);
    path = Files.createTempFile("mmap4j", null);
    Files.write(path, new byte[COUNT * SIZE]);
    mmap = Mmap.open(path);
    for (int i = 0; i < COUNT; i++) {
      mmap.set(JAVA_LONG, (long) i * SIZE, random.nextLong());
      mmap.set(JAVA_INT, (long) i * SIZE + 8, random.nextInt());
      mmap.set(JAVA_INT, (long) i * SIZE + 12, random.nextInt());
    }
    for (int i = 0; i < COUNT; i++) {
      indexes[i] = order == Order.RANDOM ? random.nextInt(COUNT) : i;
      sum += mmap.get(JAVA_LONG, (long) indexes[i] * SIZE);
      sum += mmap.get(JAVA_INT, (long) indexes[i] * SIZE + 8);
      sum += mmap.get(JAVA_INT, (long) indexes[i] * SIZE + 12);
    }
    channel = FileChannel.open(path);
    mapped = mmap.asByteBuffer(0, COUNT * SIZE).order(ByteOrder.nativeOrder());
    read = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    channel.close();
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
  public long mmapGet() {
    long result = 0;
    for (int index : indexes) {
      long at = (long) index * SIZE;
      result += mmap.get(JAVA_LONG, at) + mmap.get(JAVA_INT, at + 8) + mmap.get(JAVA_INT, at + 12);
    }
    return checked(result);
  }

  @Benchmark
  public long segmentGet() {
    return checked(sumByGet(mmap.asSegment()));
  }

  @Benchmark
  public long segmentGetGuarded() {
    return checked(mmap.guardedLong(this::sumByGet));
  }

  private long sumByGet(MemorySegment s) {
    long result = 0;
    for (int index : indexes) {
      long at = (long) index * SIZE;
      result += s.get(JAVA_LONG, at) + s.get(JAVA_INT, at + 8) + s.get(JAVA_INT, at + 12);
    }
    return result;
  }

  @Benchmark
  public long varHandles() {
    return checked(sumByHandles(mmap.asSegment()));
  }

  @Benchmark
  public long varHandlesGuarded() {
    return checked(mmap.guardedLong(this::sumByHandles));
  }

  private long sumByHandles(MemorySegment s) {
    long result = 0;
    for (long index : indexes) {
      result += (long) TIME.get(s, 0L, index);
      result += (int) SENSOR.get(s, 0L, index);
      result += (int) VALUE.get(s, 0L, index);
    }
    return result;
  }

  @Benchmark
  public long byteBuffer() {
    long result = 0;
    for (int index : indexes) {
      int at = index * SIZE;
      result += mapped.getLong(at) + mapped.getInt(at + 8) + mapped.getInt(at + 12);
    }
    return checked(result);
  }

  @Benchmark
  public long copyTo() {
    long result = 0;
    for (int index : indexes) {
      mmap.copyTo((long) index * SIZE, copied);
      result += (long) LONG_IN_ARRAY.get(copied, 0);
      result += (int) INT_IN_ARRAY.get(copied, 8);
      result += (int) INT_IN_ARRAY.get(copied, 12);
    }
    return checked(result);
  }

  @Benchmark
  public long getSlice() {
    long result = 0;
    for (int index : indexes) {
      long at = (long) index * SIZE;
      byte[] slice = mmap.getSlice(at, at + SIZE);
      result += (long) LONG_IN_ARRAY.get(slice, 0);
      result += (int) INT_IN_ARRAY.get(slice, 8);
      result += (int) INT_IN_ARRAY.get(slice, 12);
    }
    return checked(result);
  }

  @Benchmark
  public long fileChannel() {
    long result = 0;
    for (int index : indexes) {
      try {
        channel.read(read.clear(), (long) index * SIZE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      result += read.getLong(0) + read.getInt(8) + read.getInt(12);
    }
    return checked(result);
  }
}
