package io.github.mmap4j.spark;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory outside the heap that a task reads files into, one window at a time. The JDK would copy
 * bytes once more to read them into an array. Only one thread at a time may use an object.
 */
final class ReadBuffer {
  /** The number of bytes: few enough to stay in the processor's cache, and many for one read. */
  static final int SIZE = 256 << 10;

  /**
   * The memory that no task uses. It is kept for later tasks, because the garbage collector frees
   * memory outside the heap late.
   */
  private static final Queue<ByteBuffer> UNUSED =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private ByteBuffer buffer;

  /** Returns the memory, which may hold old bytes. */
  ByteBuffer buffer() {
    if (buffer == null) {
      buffer = UNUSED.poll();
    }
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(SIZE);
    }
    return buffer;
  }

  /** Gives the memory to others. Only the reading thread may do so, after its last use. */
  void giveBack() {
    if (buffer != null) {
      UNUSED.offer(buffer);
      buffer = null;
    }
  }
}
