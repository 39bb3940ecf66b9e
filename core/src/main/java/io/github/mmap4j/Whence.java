package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * Where {@link Mmap#seek(long, Whence)} counts from: the {@code SEEK_} constants of Python's {@code
 * os}.
 */
public enum Whence implements SystemConstant {
  /** From the start. */
  SET(0),

  /** From the current position. */
  CUR(1),

  /** From the end; the distance is then 0 or negative. */
  END(2);

  final PlatformConstant row;

  Whence(int everywhere) {
    row = PlatformConstant.everywhere("SEEK_" + name(), everywhere);
  }
}
