package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Reads and writes mapped memory where there is no handler of ours: by copies to and from the heap,
 * of pieces and by instructions that HotSpot's own handler can step over when they meet a fault.
 *
 * <p>HotSpot then lets the copy go on with bytes that nobody wrote, and throws an {@link
 * InternalError} at the thread's next safepoint poll. In compiled code that may be in a caller's
 * frame, so each copy ends with a poll of its own, and begins with one, so that the error of other
 * memory does not arrive inside.
 */
final class PolledCopy {
  /**
   * On arm64 HotSpot copies longer pieces by a stub that can't be stepped over. Shorter ones are
   * loaded and stored one by one.
   */
  private static final long MOST_AT_ONCE =
      System.getProperty("os.arch", "").equals("aarch64") ? 64 : Long.MAX_VALUE;

  /** Volatile, so that the compiler can neither know the end of the loop nor drop its poll. */
  private static volatile int rounds = 1;

  private PolledCopy() {}

  /** Throws the error of a fault that this thread met before, if there is one. */
  static void poll() {
    // A loop with an unknown end keeps a safepoint poll at its back edge, in every compiler.
    for (int round = 0; round < rounds; round++) {}
  }

  /** As {@link MemorySegment#copy}, of which one segment is on the heap; throws a fault's error. */
  static void copy(
      MemorySegment source, long sourceOffset, MemorySegment target, long offset, long count) {
    poll();
    for (long done = 0; done < count; done += MOST_AT_ONCE) {
      long piece = Math.min(MOST_AT_ONCE, count - done);
      // With layouts, because without them short copies are made by instructions of other kinds.
      MemorySegment.copy(
          source, JAVA_BYTE, sourceOffset + done, target, JAVA_BYTE, offset + done, piece);
      if (piece == count - done) {
        break;
      }
    }
    poll();
  }
}
