package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts what a race has done so far, in a file that both processes map: the one that truncates,
 * and the {@link GuardRaceProgram}.
 */
public final class RaceProgress {
  private static final VarHandle COUNT = JAVA_LONG.varHandle();
  private static final long RETURNS = 0;
  private static final long FAULTS = 8;
  private static final long TRUNCATIONS = 16;
  private static final long GROWN = 24;
  private static final long BYTES = 32;

  private final MemorySegment counts;

  /** Maps the file, and creates it if it is missing. */
  public RaceProgress(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      counts = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
    }
  }

  void addReturn() {
    COUNT.getAndAdd(counts, RETURNS, 1L);
  }

  void addFault() {
    COUNT.getAndAdd(counts, FAULTS, 1L);
  }

  /** Returns the number of calls that returned the file's content. */
  public long returns() {
    return (long) COUNT.getVolatile(counts, RETURNS);
  }

  /** Returns the number of calls that met a fault. */
  public long faults() {
    return (long) COUNT.getVolatile(counts, FAULTS);
  }

  /** Returns the number of calls that have ended in either way. */
  long calls() {
    return returns() + faults();
  }

  /** Announces that the files are about to be truncated. */
  public void beginTruncation() {
    COUNT.getAndAdd(counts, TRUNCATIONS, 1L);
  }

  /** Announces that the files are whole again. */
  public void endTruncation() {
    COUNT.setVolatile(counts, GROWN, truncations());
  }

  /** Returns the number of truncations so far, including unfinished ones. */
  long truncations() {
    return (long) COUNT.getVolatile(counts, TRUNCATIONS);
  }

  /** Returns whether the files are whole and have been since that number of truncations. */
  boolean isWholeSince(long truncations) {
    return (long) COUNT.getVolatile(counts, GROWN) == truncations && truncations() == truncations;
  }
}
