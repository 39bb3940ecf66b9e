package io.github.mmap4j.internal.fault;

import java.lang.foreign.MemorySegment;

/**
 * The holes in mapped memory: parts of the file without data. They read as zeros, but reading them
 * would fill memory with zero pages.
 */
public final class Holes {
  private final FaultOwner owner;
  private final MemorySegment memory;

  private Holes(FaultOwner owner, MemorySegment memory) {
    this.owner = owner;
    this.memory = memory;
  }

  /**
   * Returns the holes in bytes {@code [from, to)} of {@code memory}, or null if none are known.
   *
   * @throws IllegalStateException if the memory is closed
   * @throws WrongThreadException if the memory is confined to another thread
   */
  public static Holes in(MemorySegment memory, long from, long to) {
    requireAccess(memory);
    FaultOwner owner = memory.isNative() ? FaultGuard.owner(memory, from, to) : null;
    return owner != null && owner.hasHoles() ? new Holes(owner, memory) : null;
  }

  /**
   * Throws what an access would throw. A search that skips holes may access no memory at all, and
   * the addresses of closed memory may belong to another mapping, which has other holes.
   */
  private static void requireAccess(MemorySegment memory) {
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException("Already closed");
    }
    if (!memory.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("the memory is confined to another thread");
    }
  }

  /** Rounds {@code offset} down to the start of a page. */
  public long pageStart(long offset) {
    return owner.pages().start(memory.address() + offset) - memory.address();
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is not in a hole, or
   * {@code end} if there is none before. Bytes that others write meanwhile may be missed.
   *
   * @throws IllegalStateException if the memory has been closed
   */
  public long nextData(long offset, long end) {
    long base = memory.address();
    long data = offset >= end ? end : owner.nextData(base + offset, base + end) - base;
    requireAccess(memory);
    return data;
  }
}
