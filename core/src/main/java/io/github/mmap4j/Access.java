package io.github.mmap4j;

import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.PlatformConstant;

/** What a mapping is for: the {@code ACCESS_} constants of Python's {@code mmap}. */
public enum Access {
  /** As {@link MapFlag} and {@link Protection} say; without them, as {@link #WRITE}. */
  DEFAULT(0),

  /** Read only: every write is refused. */
  READ(1),

  /** Writes change memory and file. */
  WRITE(2),

  /** Writes change memory and never the file. */
  COPY(3);

  private final PlatformConstant numbers;

  Access(int everywhere) {
    numbers = PlatformConstant.everywhere("ACCESS_" + name(), everywhere);
  }

  /** {@return whether this system has it: always} */
  public boolean isSupported() {
    return numbers.isSupported();
  }

  /** {@return the number that Python gives it, on all systems} */
  public int value() {
    return numbers.value();
  }

  /** {@return the name that Python gives it, such as {@code ACCESS_READ}} */
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
