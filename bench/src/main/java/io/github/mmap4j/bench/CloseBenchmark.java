package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * A benchmark of closing a file mapping after a read from it, alone and among many threads,
 * compared with closing an arena of the JDK. Closing a mapping confined to a thread should take at
 * most 1.2 times as long as closing a confined arena.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(CloseBenchmark.COUNT)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class CloseBenchmark {
  static final int COUNT = 200;

  private static final int LENGTH = 1 << 16;

  /** The number of multiplications of a thread between two pauses. */
  private static final int WORK = 10_000;

  /** The pause of a thread in nanoseconds. */
  private static final long PAUSE = 10_000_000;

  /** The kind of object that is closed. */
  public enum Kind {
    MMAP,
    ARENA
  }

  @Param public Kind kind;

  @Param({"true", "false"})
  public boolean confined;

  /** The number of other threads, each of which computes for some microseconds every 10 ms. */
  @Param({"0", "200"})
  public int threads;

  private final List<AutoCloseable> open = new ArrayList<>(COUNT);
  private final List<Thread> others = new ArrayList<>();
  private Path path;
  private volatile boolean ended;

  @Setup(Level.Trial)
  public void begin() throws IOException {
    for (int i = 0; i < threads; i++) {
      others.add(Thread.ofPlatform().daemon().start(this::computeAndSleep));
    }
    path = Files.createTempFile("mmap4j", null);
    Files.write(path, new byte[LENGTH]);
  }

  private void computeAndSleep() {
    long random = 1;
    while (!ended) {
      for (int i = 0; i < WORK; i++) {
        random = random * 6364136223846793005L + 1;
      }
      LockSupport.parkNanos(PAUSE + (random & 1));
    }
  }

  @TearDown(Level.Trial)
  public void end() throws IOException, InterruptedException {
    ended = true;
    for (Thread other : others) {
      other.join();
    }
    Files.delete(path);
  }

  @Setup(Level.Invocation)
  public void open() throws IOException {
    open.clear();
    for (int i = 0; i < COUNT; i++) {
      open.add(kind == Kind.MMAP ? mmap() : arena());
    }
  }

  private Mmap mmap() throws IOException {
    var builder = Mmap.builder().path(path).access(Access.READ);
    Mmap mmap = (confined ? builder.confined() : builder).map();
    Answers.checked(0, mmap.get(LENGTH - 1));
    return mmap;
  }

  private Arena arena() throws IOException {
    Arena arena = confined ? Arena.ofConfined() : Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path)) {
      var segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, LENGTH, arena);
      Answers.checked(0, segment.get(JAVA_BYTE, LENGTH - 1));
    }
    return arena;
  }

  @Benchmark
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
