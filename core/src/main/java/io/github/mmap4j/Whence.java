package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The reference points of {@link Mmap#seek(long, Whence)}: the {@code SEEK_} constants of Python's
 * {@code os}.
 *
 * {@snippet :
 * m.seek(-8, Whence.END); // the last 8 bytes
 * byte[] trailer = m.read(8);
 * m.seek(-8, Whence.CUR); // back to where they begin
 * }
 */
public enum Whence implements SystemConstant {
  /** Counts from the start. */
  SET(0),

  /** Counts from the current position. */
  CUR(1),

  /** Counts from the end; the distance must be 0 or negative. */
  END(2);

  final PlatformConstant row;

  Whence(int everywhere) {
    row = PlatformConstant.everywhere("SEEK_" + name(), everywhere);
  }
}
