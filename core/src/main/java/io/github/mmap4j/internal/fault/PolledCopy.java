package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Copies between mapped memory and the heap if our handler is missing. Uses only instructions that
 * HotSpot's own handler can skip when they fault.
 *
 * <p>After a fault, HotSpot continues the copy with arbitrary bytes, and throws an {@link
 * InternalError} at the thread's next safepoint poll. In compiled code, that poll may be in a
 * caller's frame, so each copy ends with its own poll. Each copy also begins with a poll, so that
 * an earlier error from other memory is not thrown during the copy.
 */
final class PolledCopy {
  /**
   * The maximum number of bytes to copy at a time. On arm64, HotSpot copies longer pieces with a
   * stub whose faults it can't skip; it copies shorter ones by separate loads and stores.
   */
  private static final long MOST_AT_ONCE =
      System.getProperty("os.arch", "").equals("aarch64") ? 64 : Long.MAX_VALUE;

  /**
   * The number of rounds of the polling loop; volatile, so that the compiler neither knows the
   * loop's length nor removes its poll.
   */
  private static volatile int rounds = 1;

  private PolledCopy() {}

  /** Throws the pending error of an earlier fault on this thread, if there is one. */
  static void poll() {
    // Every compiler keeps a safepoint poll at the back edge of a loop of unknown length.
    for (int round = 0; round < rounds; round++) {}
  }

  /**
   * Copies like {@link MemorySegment#copy}; one of the two segments must be on the heap. Throws
   * HotSpot's {@link InternalError} if a fault occurs.
   */
  static void copy(
      MemorySegment source, long sourceOffset, MemorySegment target, long offset, long count) {
    poll();
    for (long done = 0; done < count; done += MOST_AT_ONCE) {
      long piece = Math.min(MOST_AT_ONCE, count - done);
      // Without layouts, the JDK would use other instructions for short copies.
      MemorySegment.copy(
          source, JAVA_BYTE, sourceOffset + done, target, JAVA_BYTE, offset + done, piece);
      if (piece == count - done) {
        break;
      }
    }
    poll();
  }
}
