package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * Searches over 4 GiB with a heap that could hold little of it. The memory is private and never
 * written, except for some line feeds. So almost all of it is the same page of zeros, and reading
 * is fast.
 */
final class LargeProgram {
  private static final long LINE = 64L << 20;
  private static final long SIZE = 68 * LINE;
  private static final long MOST_GROWTH = 4 << 20;

  private LargeProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (Mmap m =
        Mmap.builder().anonymous().length(SIZE).flags(MapFlag.PRIVATE, MapFlag.NORESERVE).map()) {
      for (long end = LINE; end <= SIZE; end += LINE) {
        m.set(end - 1, '\n');
      }
      MemorySegment text = m.asSegment();
      Finder absent = Finder.of("absent".getBytes(US_ASCII));
      expect(-1, () -> absent.find(text));
      expect(-1, () -> absent.parallel().rfind(text));
      expect(SIZE / LINE, () -> Lines.of(text).count());
      // There is no literal, so all bytes go through buffers.
      expect(0, () -> BytePattern.compile("[0-9]{4}").all(text).count());
      expect(SIZE / LINE, () -> BytePattern.compile("^").parallel().lines(text).count());
    }
  }

  private static void expect(long expected, LongSupplier search) {
    long before = heap();
    long found = search.getAsLong();
    long growth = heap() - before;
    if (found != expected || growth > MOST_GROWTH) {
      throw new AssertionError(found + " instead of " + expected + ", heap grew by " + growth);
    }
  }

  /** Returns the number of reachable bytes. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
