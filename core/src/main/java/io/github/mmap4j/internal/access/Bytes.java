package io.github.mmap4j.internal.access;

/** The limits of Java's bytes and arrays, each checked in one place. */
public final class Bytes {
  /** What every virtual machine can allocate. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Bytes() {}

  /**
   * The size of an array for {@code count} bytes.
   *
   * @throws IllegalArgumentException if no array is that long
   */
  public static int arrayLength(long count) {
    if (count > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          count
              + " bytes don't fit into an array of at most "
              + LONGEST_ARRAY
              + "; use asSegment()");
    }
    return (int) count;
  }

  /**
   * {@code value}, if it is an unsigned byte.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static int unsigned(int value) {
    if ((value & ~0xff) != 0) {
      throw new IllegalArgumentException(value + " is not a byte, 0 to 255");
    }
    return value;
  }
}
