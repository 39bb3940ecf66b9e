package io.github.mmap4j.share;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * What can never be done any more to memory without a name: the {@code F_SEAL_} constants of {@code
 * F_ADD_SEALS} in {@code fcntl(2)}. No seal can be taken off again.
 *
 * @see SharedMemory#seal
 */
public enum Seal {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** No further seal. */
  SEAL(1, 1),

  /** It can't become shorter, so that whoever has mapped it meets no fault. */
  SHRINK(2, 2),

  /** It can't become longer. */
  GROW(4, 4),

  /** Nobody can write it; refused (EBUSY) while it is mapped for writing. */
  WRITE(8, 8),

  /**
   * Nobody can begin to write it: mappings that were made for writing before go on doing so, others
   * can be made for reading only. Linux has it since 5.1.
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
   * @throws UnsupportedOperationException if this system lacks it; the message names both
   */
  public int value() {
    return numbers.value();
  }
}
