package io.github.mmap4j.internal.bytes;

/** The direction of a search, which determines at which end of a range the search begins. */
public enum Direction {
  FORWARD,
  BACKWARD;

  /** Returns the {@code i}-th of the indexes 0 to {@code last}, counted from this end. */
  public long index(long i, long last) {
    return this == FORWARD ? i : last - i;
  }

  /** Same as {@link #index(long, long)}. */
  int index(int i, int last) {
    return this == FORWARD ? i : last - i;
  }

  /** Returns the index of the set bit that comes first from this end; bit 0 is the lowest. */
  int firstBit(long mask) {
    return this == FORWARD
        ? Long.numberOfTrailingZeros(mask)
        : 63 - Long.numberOfLeadingZeros(mask);
  }
}
