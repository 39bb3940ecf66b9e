package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * A benchmark of opening a small file, mapping it, reading a byte and closing it, compared with the
 * JDK's arenas and with CPython. A mapping should take at most as long as a shared arena, and a
 * mapping confined to a thread at most 0.8 times as long as CPython. CPython runs the same number
 * of rounds in a process of its own, which this process tells when to begin. On a machine that does
 * other work, compare the minima (p0.00).
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(OpenBenchmark.COUNT)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@State(Scope.Thread)
public class OpenBenchmark {
  static final int COUNT = 100;

  private static final int LENGTH = 8192;
  private static final int CONTENT = 7;

  private static final String CPYTHON =
      """
      import mmap, os, sys
      def rounds(path, count):
          total = 0
          for _ in range(count):
              fd = os.open(path, os.O_RDONLY)
              m = mmap.mmap(fd, 0, access=mmap.ACCESS_READ)
              total += m[0]
              m.close()
              os.close(fd)
          return total
      for _ in sys.stdin:
          print(rounds(sys.argv[1], int(sys.argv[2])), flush=True)
      """;

  /** The way in which the file is mapped. */
  public enum Kind {
    MMAP,
    MMAP_CONFINED,
    ARENA,
    ARENA_CONFINED,
    CPYTHON
  }

  @Param public Kind kind;

  private Path path;
  private Process python;
  private Writer toPython;
  private BufferedReader fromPython;

  @Setup(Level.Trial)
  public void begin() throws IOException {
    path = Files.createTempFile("mmap4j", null);
    byte[] content = new byte[LENGTH];
    content[0] = CONTENT;
    Files.write(path, content);
    if (kind == Kind.CPYTHON) {
      python =
          new ProcessBuilder("python3", "-c", CPYTHON, path.toString(), "" + COUNT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      toPython = python.outputWriter();
      fromPython = python.inputReader();
    }
  }

  @TearDown(Level.Trial)
  public void end() throws IOException, InterruptedException {
    if (python != null) {
      toPython.close();
      python.waitFor();
    }
    Files.delete(path);
  }

  @Benchmark
  public void openReadAndClose() throws IOException {
    Answers.checked((long) COUNT * CONTENT, rounds());
  }

  private long rounds() throws IOException {
    if (kind == Kind.CPYTHON) {
      toPython.write("go\n");
      toPython.flush();
      return Long.parseLong(fromPython.readLine());
    }
    long total = 0;
    for (int i = 0; i < COUNT; i++) {
      total +=
          switch (kind) {
            case MMAP -> read(Mmap.open(path, Access.READ));
            case MMAP_CONFINED ->
                read(Mmap.builder().path(path).access(Access.READ).confined().map());
            case ARENA -> read(Arena.ofShared());
            default -> read(Arena.ofConfined());
          };
    }
    return total;
  }

  private static int read(Mmap mapped) {
    try (mapped) {
      return mapped.get(0);
    }
  }

  private int read(Arena opened) throws IOException {
    try (opened;
        FileChannel channel = FileChannel.open(path)) {
      var segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), opened);
      return segment.get(JAVA_BYTE, 0);
    }
  }
}
