package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The kinds of access to a mapping's pages: the {@code PROT_} constants of {@code mmap(2)}. Windows
 * has none of these constants, but this library implements {@code READ} and {@code WRITE} there.
 *
 * {@snippet :
 * // in C: mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, open(file, O_RDONLY), 0)
 * MmapBuilder code = Mmap.builder().path(file).length(4096).flags(MapFlag.PRIVATE);
 * Mmap m = code.protection(Protection.READ, Protection.EXEC).map();
 * }
 */
public enum Protection implements SystemConstant {
  /** Pages may be read. Source: {@code mmap(2)}. */
  READ(PlatformConstant.PROT_READ),

  /** Pages may be written. Source: {@code mmap(2)}. */
  WRITE(PlatformConstant.PROT_WRITE),

  /** Pages may be executed as code. Source: {@code mmap(2)}. */
  EXEC(PlatformConstant.PROT_EXEC);

  final PlatformConstant row;

  Protection(PlatformConstant row) {
    this.row = row;
  }
}
