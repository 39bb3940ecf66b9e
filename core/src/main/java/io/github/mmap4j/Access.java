package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The kinds of access to a mapping: the {@code ACCESS_} constants of Python's {@code mmap}.
 *
 * {@snippet :
 * try (Mmap draft = Mmap.open(file, Access.COPY)) {
 *   draft.set(0, '#'); // changes the memory; the file stays as it is
 *   draft.flush(); // does nothing
 * }
 * }
 */
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

  /**
   * Lets writes change the memory but never the file. A page takes memory once it is written. Linux
   * counts the whole length nevertheless, and refuses a mapping that is longer than memory and swap
   * space together (ENOMEM). To map a longer file, give the builder {@link MapFlag#PRIVATE} and
   * {@link MapFlag#NORESERVE} instead of this access. If another process truncates the file, what
   * was written past the new end is lost, even if the file is then extended again: the mapping
   * shows the file, and no access throws (measured on Linux 6.18).
   */
  COPY(3);

  final PlatformConstant row;

  Access(int everywhere) {
    row = PlatformConstant.everywhere("ACCESS_" + name(), everywhere);
  }
}
