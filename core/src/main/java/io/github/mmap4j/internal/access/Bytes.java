package io.github.mmap4j.internal.access;

/** A check of the bytes that users pass. */
public final class Bytes {
  private Bytes() {}

  /**
   * Returns {@code value} if it is an unsigned byte.
   *
   * @throws IllegalArgumentException if {@code value} is outside 0 to 255
   */
  public static int unsigned(int value) {
    if ((value & ~0xff) != 0) {
      throw new IllegalArgumentException(value + " is not a byte, 0 to 255");
    }
    return value;
  }
}
