package io.github.mmap4j.trial;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.Sync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Flushes where either every msync fails with EIO or none does. Arguments: FAILS or WORKS; a file
 * to create; the number of rounds.
 */
public final class FlushProgram {
  private static final int PAGES = 64;
  private static final long LENGTH = (long) PAGES * Mmap.PAGESIZE;

  private interface Flush {
    void of(Mmap m) throws IOException;
  }

  /** The number of attempts to find dirty pages before the system itself has written them. */
  private static final int TRIES = 20;

  private FlushProgram() {}

  public static void main(String[] args) throws IOException {
    Path file = Files.write(Path.of(args[1]), new byte[(int) LENGTH]);
    int rounds = Integer.parseInt(args[2]);
    long flushes = 0;
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Mmap byPath = Mmap.open(file);
        Mmap byChannel = Mmap.builder().channel(channel).map()) {
      for (int round = 0; round < rounds; round++) {
        for (Flush flush : all(true).values()) {
          check(args[0], flush, byPath, round);
          flushes++;
        }
        for (Flush flush : all(false).values()) {
          check(args[0], flush, byChannel, round);
          flushes++;
        }
      }
    }
    System.out.printf("%,d flushes as they should be%n", flushes);
  }

  /** Returns the ways to flush; a mapping made by the JDK takes no flags. */
  private static Map<String, Flush> all(boolean withFlags) {
    Map<String, Flush> all = new LinkedHashMap<>();
    all.put("flush()", Mmap::flush);
    all.put("flush(0, LENGTH)", m -> m.flush(0, LENGTH));
    all.put("flushRange(1, LENGTH - 1)", m -> m.flushRange(1, LENGTH - 1));
    if (withFlags) {
      all.put("flush SYNC", m -> m.flush(0, LENGTH, Sync.SYNC));
      all.put("flush SYNC INVALIDATE", m -> m.flush(0, LENGTH, Sync.SYNC, Sync.INVALIDATE));
    }
    return all;
  }

  private static void check(String expected, Flush flush, Mmap m, int round) throws IOException {
    write(m, round);
    if (expected.equals("FAILS")) {
      fails(flush, m);
    } else {
      works(flush, m, round);
    }
  }

  private static void write(Mmap m, int round) {
    for (int page = 0; page < PAGES; page++) {
      m.set((long) page * Mmap.PAGESIZE, 1 + round % 255);
    }
  }

  private static void fails(Flush flush, Mmap m) throws IOException {
    try {
      flush.of(m);
    } catch (MmapException e) {
      if (e.errnoName().equals("EIO")) {
        return;
      }
      throw new AssertionError("another error than EIO", e);
    }
    throw new AssertionError("said to be flushed, though msync has failed");
  }

  private static void works(Flush flush, Mmap m, int round) throws IOException {
    long before = dirty(m);
    for (int again = 0; before == 0 && again < TRIES; again++) {
      write(m, round); // the system itself was faster
      before = dirty(m);
    }
    flush.of(m);
    long after = dirty(m);
    if (before == 0 || after != 0) {
      throw new AssertionError("kB dirty before: " + before + ", after the flush: " + after);
    }
  }

  /** Returns the number of kilobytes of the mapping that were written but are not on disk yet. */
  private static long dirty(Mmap m) throws IOException {
    long address = m.asSegment().address();
    long kilobytes = 0;
    boolean inside = false;
    for (String line : smaps()) {
      if (Character.digit(line.charAt(0), 16) >= 0 && line.indexOf('-') > 0) {
        inside = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16) == address;
      } else if (inside && line.matches("(Shared|Private)_Dirty:.*")) {
        kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return kilobytes;
  }

  private static Iterable<String> smaps() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
      return lines.toList();
    }
  }
}
