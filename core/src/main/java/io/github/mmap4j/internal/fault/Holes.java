package io.github.mmap4j.internal.fault;

import java.lang.foreign.MemorySegment;

/**
 * The holes in mapped memory: parts of the file without data. They read as zeros, but reading them
 * would fill memory with zero pages.
 */
public final class Holes {
  private final FaultOwner owner;
  private final long base;

  private Holes(FaultOwner owner, long base) {
    this.owner = owner;
    this.base = base;
  }

  /** Returns the holes in bytes {@code [from, to)} of {@code memory}, or null if none are known. */
  public static Holes in(MemorySegment memory, long from, long to) {
    FaultOwner owner = FaultGuard.owner(memory, from, to);
    return owner != null && owner.hasHoles() ? new Holes(owner, memory.address()) : null;
  }

  /** Rounds {@code offset} down to the start of a page. */
  public long pageStart(long offset) {
    return (base + offset & -owner.unit()) - base;
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is not in a hole, or
   * {@code end} if there is none before. Bytes that others write meanwhile may be missed.
   */
  public long nextData(long offset, long end) {
    return offset >= end ? end : owner.nextData(base + offset, base + end) - base;
  }
}
