package io.github.mmap4j;

import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * Where {@link Mmap#seek(long, Whence)} counts from: the {@code SEEK_} constants of Python's {@code
 * os}.
 */
public enum Whence {
  /** From the start. */
  SET(0),

  /** From the current position. */
  CUR(1),

  /** From the end; the distance is then 0 or negative. */
  END(2);

  private final PlatformConstant numbers;

  Whence(int everywhere) {
    numbers = PlatformConstant.everywhere("SEEK_" + name(), everywhere);
  }

  /** {@return whether this system has it: always} */
  public boolean isSupported() {
    return numbers.isSupported();
  }

  /** {@return the number that Python gives it, on all systems} */
  public int value() {
    return numbers.value();
  }

  /** {@return the name that Python gives it, such as {@code SEEK_SET}} */
  public String pythonName() {
    return numbers.name();
  }

  boolean isSupported(Platform platform) {
    return numbers.isSupported(platform);
  }

  int value(Platform platform) {
    return numbers.value(platform);
  }
}
