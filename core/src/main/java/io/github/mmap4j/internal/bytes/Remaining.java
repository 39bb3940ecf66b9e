package io.github.mmap4j.internal.bytes;

/** Keeps track of the positions in a range that a search has yet to examine. */
final class Remaining {
  private final Direction direction;
  private long low;
  private long high;

  /** Creates an object in which all positions in {@code [low, high)} remain. */
  Remaining(Direction direction, long low, long high) {
    this.direction = direction;
    this.low = low;
    this.high = high;
  }

  Direction direction() {
    return direction;
  }

  long low() {
    return low;
  }

  /** Returns the number of remaining positions, which is zero or negative if there are none. */
  long size() {
    return high - low;
  }

  /** Returns the lowest of the next {@code width} positions. */
  long next(long width) {
    return direction == Direction.FORWARD ? low : high - width;
  }

  /** Removes the next {@code width} positions and returns the lowest of them. */
  long take(long width) {
    long begin = next(width);
    if (direction == Direction.FORWARD) {
      low += width;
    } else {
      high -= width;
    }
    return begin;
  }
}
