package io.github.mmap4j.internal.bytes;

/** The direction of a search, which determines at which end of a range the search begins. */
public enum Direction {
  FORWARD,
  BACKWARD;

  /** Returns the {@code i}-th of the indexes 0 to {@code last}, counted in this direction. */
  public long index(long i, long last) {
    return this == FORWARD ? i : last - i;
  }

  /** Returns the same index as {@link #index(long, long)}. */
  int index(int i, int last) {
    return this == FORWARD ? i : last - i;
  }

  /** Returns the index of the first set bit in this direction; bit 0 is the lowest. */
  int firstBit(long mask) {
    return this == FORWARD
        ? Long.numberOfTrailingZeros(mask)
        : 63 - Long.numberOfLeadingZeros(mask);
  }
}
