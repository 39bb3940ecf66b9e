package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A program that searches sparse files of several GiB and prints the time per GiB and the heap in
 * use. Neither number should grow with the file. Each search has a file of its own, none of whose
 * pages are in memory yet. The system spends most of the time on creating these pages.
 */
public final class LargeFile {
  /** A search and its answer for a file of zeros that ends with a newline. */
  private record Work(String name, ToLongFunction<MemorySegment> body, long answer) {}

  private static final List<Work> WORK =
      List.of(
          new Work("find", Finder.of("absent".getBytes(US_ASCII))::find, -1),
          new Work("count", Finder.of(new byte[] {'\n'})::count, 1),
          new Work(
              "pattern",
              text -> BytePattern.compile("[0-9]{4}-[0-9]{2}").find(text).isPresent() ? 1 : 0,
              0));

  private LargeFile() {}

  /**
   * Measures the searches and prints the results.
   *
   * @param args a folder for the sparse files, followed by their sizes in GiB
   * @throws IOException if a file can't be created
   */
  public static void main(String... args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      long gibibytes = Long.parseLong(args[i]);
      for (Work work : WORK) {
        Path file = Files.createTempFile(Path.of(args[0]), "large", null);
        try {
          measure(work, sparse(file, gibibytes << 30), gibibytes);
        } finally {
          Files.delete(file);
        }
      }
    }
  }

  private static Path sparse(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size - 1);
    }
    return file;
  }

  private static void measure(Work work, Path file, long gibibytes) throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      long before = heap();
      long begin = System.nanoTime();
      long answer = work.body.applyAsLong(m.asSegment());
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (answer != work.answer) {
        throw new AssertionError(work.name + " answers " + answer);
      }
      System.out.printf(
          Locale.ROOT,
          "%3d GiB  %-8s %7.2f s  %.3f s a GiB  heap %.1f MiB before, %.1f MiB after%n",
          gibibytes,
          work.name,
          seconds,
          seconds / gibibytes,
          before / 1048576.0,
          heap() / 1048576.0);
    }
  }

  /** Returns the number of bytes of the heap that are in use after a garbage collection. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
