package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Longs that the JDK reads as two ints, where {@link ForkedJvm#WORST_LONGS} are its options. */
public final class SplitLongs {
  /** The second compiler has compiled by then. */
  private static final int OFTEN = 300_000;

  /** In the middle of an aligned one. */
  private static final int SPLIT = 4;

  private static volatile long read;

  private SplitLongs() {}

  /**
   * Reads one in memory, as any program may: else the compiler leaves out that way, and the
   * interpreter takes it, which survives a fault. In arrays too, it would be compiled otherwise.
   */
  public static void read() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(64, Long.BYTES);
      for (int i = 0; i < OFTEN; i++) {
        read = memory.get(JAVA_LONG_UNALIGNED, SPLIT);
      }
    }
  }
}
