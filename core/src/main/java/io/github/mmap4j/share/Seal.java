package io.github.mmap4j.share;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * Operations that can be ruled out for memory without a name: the {@code F_SEAL_} constants of
 * {@code F_ADD_SEALS} in {@code fcntl(2)}. A seal can't be removed.
 *
 * @see SharedMemory#seal
 */
public enum Seal {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** Rules out further seals. */
  SEAL(1, 1),

  /** Rules out truncation, so that no mapping of the memory meets a fault. */
  SHRINK(2, 2),

  /** Rules out extension. */
  GROW(4, 4),

  /** Rules out writing; refused (EBUSY) while the memory is mapped for writing. */
  WRITE(8, 8),

  /**
   * Rules out new writers: existing writable mappings stay writable, but new ones must be
   * read-only. Since Linux 5.1.
   */
  FUTURE_WRITE(16, PlatformConstant.ABSENT);

  private final PlatformConstant numbers;

  Seal(int linux, int freebsd) {
    numbers =
        PlatformConstant.of(
            "F_SEAL_" + name(),
            linux,
            PlatformConstant.ABSENT,
            freebsd,
            PlatformConstant.ABSENT,
            PlatformConstant.ABSENT);
  }

  /** {@return whether this system has it} */
  public boolean isSupported() {
    return numbers.isSupported();
  }

  /**
   * {@return the number that this system gives it}
   *
   * @throws UnsupportedOperationException if this system lacks it; the message says so
   */
  public int value() {
    return numbers.value();
  }
}
