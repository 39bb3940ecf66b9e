package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The reference points of {@link Mmap#seek(long, Whence)}: the {@code SEEK_} constants of Python's
 * {@code os}.
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
