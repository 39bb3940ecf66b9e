package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * What may be done with the pages of a mapping: the {@code PROT_} constants of {@code mmap(2)}.
 * Windows has none: there, {@link Access} says it, and {@code READ} and {@code WRITE} are taken for
 * what they mean.
 */
public enum Protection implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** Pages may be read. Source: {@code mmap(2)}. */
  READ(1, 1, 1, 1, ours(1)),

  /** Pages may be written. Source: {@code mmap(2)}. */
  WRITE(2, 2, 2, 2, ours(2)),

  /** Pages may be executed as code. Source: {@code mmap(2)}. */
  EXEC(4, 4, 4, 4, ABSENT);

  final PlatformConstant row;

  Protection(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("PROT_" + name(), linux, macos, freebsd, openbsd, windows);
  }
}
