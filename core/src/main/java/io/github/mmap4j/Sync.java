package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The flags for {@link Mmap#flush(long, long, Sync...)}: the {@code MS_} constants of {@code
 * msync(2)}. Windows has none of these constants, but this library implements {@code ASYNC} and
 * {@code SYNC} there.
 *
 * {@snippet :
 * m.set(0, 1);
 * m.flush(0, 1, Sync.ASYNC); // returns at once; the disk may not have the byte yet
 * m.flush(0, 1, Sync.SYNC, Sync.INVALIDATE); // waits until the disk has it
 * }
 */
public enum Sync implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /**
   * Lets the call return immediately, before the bytes have been written. Linux always writes
   * changed pages back automatically, so with {@code ASYNC} it only checks the arguments.
   */
  ASYNC(0x1, 0x1, 0x1, 0x1, ours(0x1)),

  /** Makes the call wait until the bytes have been written. */
  SYNC(PlatformConstant.MS_SYNC),

  /** Makes other mappings of the same file show what has been written. */
  INVALIDATE(0x2, 0x2, 0x2, 0x4, ABSENT);

  final PlatformConstant row;

  Sync(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MS_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  Sync(PlatformConstant row) {
    this.row = row;
  }
}
