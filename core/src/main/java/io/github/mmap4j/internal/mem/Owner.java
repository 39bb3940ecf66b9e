package io.github.mmap4j.internal.mem;

/** Who knows what a fault of some range of memory means: the one who has mapped it. */
public interface Owner {
  /** Whether the memory at {@code address} is this owner's. */
  boolean owns(long address);

  /**
   * The exception for a fault met while bytes {@code [from, to)}, addresses, were touched, and no
   * other memory.
   */
  RuntimeException explain(InternalError fault, long from, long to);
}
