package io.github.mmap4j.share;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * A seal, which permanently prohibits an operation on memory without a name. The seals are the
 * {@code F_SEAL_} constants for {@code F_ADD_SEALS} in {@code fcntl(2)}. A seal can't be removed.
 *
 * {@snippet :
 * try (SharedMemory numbers = SharedMemory.anonymous(4096)) {
 *   numbers.seal(Seal.SHRINK, Seal.GROW); // a process that attaches can rely on the length
 * }
 * }
 *
 * @see SharedMemory#seal
 */
public enum Seal {
  // The arguments are the numbers on Linux and FreeBSD.

  /** Prohibits adding further seals. */
  SEAL(1, 1),

  /** Prohibits truncation, so that no access to a mapping of the memory can cause a fault. */
  SHRINK(2, 2),

  /** Prohibits extension. */
  GROW(4, 4),

  /**
   * Prohibits writing; fails with EBUSY while the memory is mapped for writing. On Linux, a shared
   * mapping for reading also counts if its descriptor is open for writing (measured); {@link
   * SharedMemory#map(io.github.mmap4j.Access)} maps for reading through one that is not.
   */
  WRITE(8, 8),

  /**
   * Prohibits new writers. Existing writable mappings stay writable, but new shared mappings must
   * be read-only. Available since Linux 5.1.
   */
  FUTURE_WRITE(16, ABSENT);

  private final PlatformConstant numbers;

  Seal(int linux, int freebsd) {
    numbers = PlatformConstant.of("F_SEAL_" + name(), linux, ABSENT, freebsd, ABSENT, ABSENT);
  }

  /** {@return whether this system has this seal} */
  public boolean isSupported() {
    return numbers.isSupported();
  }

  /**
   * {@return the number of this seal on this system}
   *
   * @throws UnsupportedOperationException if this system lacks this seal; the message says so
   */
  public int value() {
    return numbers.value();
  }
}
