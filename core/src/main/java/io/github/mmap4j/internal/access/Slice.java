package io.github.mmap4j.internal.access;

/**
 * A Python slice {@code start:stop:step} over a sequence of known length, stored as the index of
 * its first element, the step and the number of elements. Bounds outside the sequence are clipped,
 * so {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} can stand for omitted bounds.
 */
public record Slice(long start, long step, long count) {
  /** Resolves a slice as Python's {@code slice(start, stop, step).indices(length)} does. */
  public static Slice of(long start, long stop, long step, long length) {
    requireStep(step);
    // Raises Long.MIN_VALUE by 1, because its negation overflows. No sequence is long enough for
    // the difference to matter.
    long s = Math.max(step, -Long.MAX_VALUE);
    long lowest = s < 0 ? -1 : 0;
    long highest = s < 0 ? length - 1 : length;
    long from = bound(start, length, lowest, highest);
    long to = bound(stop, length, lowest, highest);
    long span = s < 0 ? from - to : to - from;
    long count = span <= 0 ? 0 : (span - 1) / Math.abs(s) + 1;
    return new Slice(from, s, count);
  }

  /** Throws an exception if {@code step} is 0. */
  public static void requireStep(long step) {
    if (step == 0) {
      throw new IllegalArgumentException("slice step can't be 0");
    }
  }

  /** Clips a bound of a slice with step 1, as Python's {@code find} and {@code rfind} do. */
  public static long clip(long bound, long length) {
    return bound(bound, length, 0, length);
  }

  private static long bound(long bound, long length, long lowest, long highest) {
    long absolute = bound < 0 ? bound + length : bound;
    return Math.clamp(absolute, lowest, Math.max(lowest, highest));
  }

  /** Converts {@code index}, which counts from the end if negative, to an absolute index. */
  static long index(long index, long length) {
    long absolute = index < 0 ? index + length : index;
    if (absolute < 0 || absolute >= length) {
      throw new IndexOutOfBoundsException(
          length == 0
              ? "index " + index + ": the mapping is empty"
              : "index " + index + " is outside " + -length + " to " + (length - 1));
    }
    return absolute;
  }

  /** Throws an exception if another number of bytes than the slice has is to be stored into it. */
  public void requireCount(long given) {
    if (given != count) {
      throw new IndexOutOfBoundsException(
          "%d bytes can't be assigned to a slice of %d bytes from %d on%s"
              .formatted(
                  given,
                  count,
                  start,
                  step == 1 && given < count
                      ? "; give the slice's end too, "
                          + (start + given)
                          + ", or write at a position"
                      : ""));
    }
  }

  /** Returns the lowest offset that the slice touches. */
  long low() {
    return step > 0 ? start : start + (count - 1) * step;
  }

  /** Returns the end (exclusive) of the range that the slice touches. */
  long high() {
    return count == 0 ? low() : (step > 0 ? start + (count - 1) * step : start) + 1;
  }

  long at(long element) {
    return start + element * step;
  }
}
