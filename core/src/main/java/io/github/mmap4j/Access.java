package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/** The kinds of access to a mapping: the {@code ACCESS_} constants of Python's {@code mmap}. */
public enum Access implements SystemConstant {
  /** Uses the builder's flags and protection, whose defaults mean the same as {@link #WRITE}. */
  DEFAULT(0),

  /**
   * Allows reading only; every write is refused. If the file system maps files only privately, the
   * mapping may not show later changes ({@link Capability#SHARED}).
   */
  READ(1),

  /** Lets writes change the memory and the file. */
  WRITE(2),

  /** Lets writes change the memory but never the file. */
  COPY(3);

  final PlatformConstant row;

  Access(int everywhere) {
    row = PlatformConstant.everywhere("ACCESS_" + name(), everywhere);
  }
}
