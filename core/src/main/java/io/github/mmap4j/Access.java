package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/** What a mapping is for: the {@code ACCESS_} constants of Python's {@code mmap}. */
public enum Access implements SystemConstant {
  /** As {@link MapFlag} and {@link Protection} say; without them, as {@link #WRITE}. */
  DEFAULT(0),

  /** Read only: every write is refused. */
  READ(1),

  /** Writes change memory and file. */
  WRITE(2),

  /** Writes change memory and never the file. */
  COPY(3);

  final PlatformConstant row;

  Access(int everywhere) {
    row = PlatformConstant.everywhere("ACCESS_" + name(), everywhere);
  }
}
