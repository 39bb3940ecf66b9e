package io.github.mmap4j.internal.os;

/**
 * Rounds offsets, addresses and lengths to pages of one size, which is a power of two. Addresses
 * may be above {@link Long#MAX_VALUE}, and are then negative.
 */
public record Pages(long size) {
  /**
   * @throws IllegalArgumentException if {@code size} is not a power of two
   */
  public Pages {
    if (size <= 0 || Long.bitCount(size) != 1) {
      throw new IllegalArgumentException("page size " + size + " is not a power of two");
    }
  }

  /** Returns whether a page starts at {@code offset}. */
  public boolean isStart(long offset) {
    return (offset & (size - 1)) == 0;
  }

  /** Returns the start of the page that contains {@code offset}. */
  public long start(long offset) {
    return offset & -size;
  }

  /** Rounds {@code length} up to whole pages. */
  public long whole(long length) {
    return (length + size - 1) & -size;
  }

  /** Returns the number of the page that contains {@code offset}, which is not negative. */
  public long number(long offset) {
    return offset / size;
  }

  /** Returns the number of pages that {@code length} bytes from the start of a page touch. */
  public long count(long length) {
    return number(length) + (isStart(length) ? 0 : 1);
  }
}
