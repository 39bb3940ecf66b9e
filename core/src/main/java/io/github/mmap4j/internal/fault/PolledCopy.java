package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Copies between mapped memory and the heap where our handler is missing, in pieces and by
 * instructions that HotSpot's own handler can skip when they fault.
 *
 * <p>HotSpot then continues the copy with made-up bytes, and throws an {@link InternalError} at the
 * thread's next safepoint poll. In compiled code that poll may be in a caller's frame, so each copy
 * ends with a poll of its own. It also begins with one, so that an earlier error of other memory
 * does not arrive inside.
 */
final class PolledCopy {
  /**
   * On arm64 HotSpot copies longer pieces by a stub whose faults it can't skip. Shorter pieces are
   * loaded and stored one by one.
   */
  private static final long MOST_AT_ONCE =
      System.getProperty("os.arch", "").equals("aarch64") ? 64 : Long.MAX_VALUE;

  /** Volatile, so that the compiler neither knows the loop's length nor drops its poll. */
  private static volatile int rounds = 1;

  private PolledCopy() {}

  /** Throws the error of a fault that this thread has met before, if one is pending. */
  static void poll() {
    // A loop of unknown length keeps a safepoint poll at its back edge, in every compiler.
    for (int round = 0; round < rounds; round++) {}
  }

  /** Copies as {@link MemorySegment#copy}; one segment is on the heap. Throws a fault's error. */
  static void copy(
      MemorySegment source, long sourceOffset, MemorySegment target, long offset, long count) {
    poll();
    for (long done = 0; done < count; done += MOST_AT_ONCE) {
      long piece = Math.min(MOST_AT_ONCE, count - done);
      // With layouts: without them the JDK makes short copies by other instructions.
      MemorySegment.copy(
          source, JAVA_BYTE, sourceOffset + done, target, JAVA_BYTE, offset + done, piece);
      if (piece == count - done) {
        break;
      }
    }
    poll();
  }
}
