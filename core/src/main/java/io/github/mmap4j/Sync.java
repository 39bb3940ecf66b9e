package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * How {@link Mmap#flush(long, long, Sync...)} waits: the {@code MS_} constants of {@code msync(2)}.
 * Windows has none; {@code ASYNC} and {@code SYNC} are taken there for what they mean.
 */
public enum Sync implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /**
   * Start the writing and return at once. Linux writes by itself in any case and only checks the
   * arguments. Source: {@code msync(2)}.
   */
  ASYNC(0x1, 0x1, 0x1, 0x1, ours(0x1)),

  /** Return when the bytes have been written. Source: {@code msync(2)}. */
  SYNC(PlatformConstant.MS_SYNC),

  /** Other mappings of the same file shall see what has been written. Source: {@code msync(2)}. */
  INVALIDATE(0x2, 0x2, 0x2, 0x4, ABSENT);

  final PlatformConstant row;

  Sync(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MS_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  Sync(PlatformConstant row) {
    this.row = row;
  }
}
