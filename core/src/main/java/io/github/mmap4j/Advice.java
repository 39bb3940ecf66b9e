package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * What a program tells the system of its plans for a range: the {@code MADV_} constants of {@code
 * madvise(2)}, for {@link Mmap#madvise(Advice)}. Most are hints; those that lose data say so first.
 * Windows has none; {@link #WILLNEED} loads the range there too, and {@link #NORMAL} does nothing.
 */
public enum Advice implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** No special treatment. Source: {@code madvise(2)}. */
  NORMAL(0, 0, 0, 0, ours(0)),

  /** Pages will be read in no order: reading ahead is of no use. Source: {@code madvise(2)}. */
  RANDOM(1, 1, 1, 1, ABSENT),

  /** Pages will be read in order: read far ahead. Source: {@code madvise(2)}. */
  SEQUENTIAL(2, 2, 2, 2, ABSENT),

  /** The range will be needed soon: start to load it. Source: {@code madvise(2)}. */
  WILLNEED(PlatformConstant.MADV_WILLNEED),

  /**
   * Loses what was written to private pages ({@link Access#COPY}, {@link MapFlag#PRIVATE}), at
   * once, on Linux: they read again as the file, or as zeros where there is none. Shared pages are
   * dropped from this mapping only and lose nothing. On the BSDs and macOS a hint. Source: {@code
   * madvise(2)}.
   */
  DONTNEED(4, 4, 4, 4, ABSENT),

  /**
   * Loses the bytes in the file, at once and for good: the range becomes a hole that reads as
   * zeros, for everyone who has the file; of shared anonymous memory likewise. Needs a shared,
   * writable mapping, and a file system that knows holes. Source: Linux {@code madvise(2)}.
   */
  REMOVE(9, ABSENT, ABSENT, ABSENT, ABSENT),

  /** A child process does not get the range. Source: Linux {@code madvise(2)}. */
  DONTFORK(10, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #DONTFORK}. Source: Linux {@code madvise(2)}. */
  DOFORK(11, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Never use it on a machine that matters: takes real memory out of service as if it had failed,
   * loses what was in it, and may kill every process that uses it. For tests of the kernel, by
   * root. Source: Linux {@code madvise(2)}.
   */
  HWPOISON(100, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Pages with equal bytes may be stored once (KSM); private anonymous memory. Source: Linux {@code
   * madvise(2)}.
   */
  MERGEABLE(12, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #MERGEABLE}. Source: Linux {@code madvise(2)}. */
  UNMERGEABLE(13, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Never use it on a machine that matters: takes real memory out of service, though the bytes are
   * first moved elsewhere. For tests of the kernel, by root. Source: Linux {@code madvise(2)}.
   */
  SOFT_OFFLINE(101, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Large pages are welcome here. Source: Linux {@code madvise(2)}. */
  HUGEPAGE(14, ABSENT, ABSENT, ABSENT, ABSENT),

  /** No large pages here. Source: Linux {@code madvise(2)}. */
  NOHUGEPAGE(15, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Leave the range out of core dumps. Source: Linux {@code madvise(2)}. */
  DONTDUMP(16, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #DONTDUMP}. Source: Linux {@code madvise(2)}. */
  DODUMP(17, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Loses what private anonymous pages hold, at a time the system chooses, unless they are written
   * again first; what is lost reads as zeros, and until then as before. Other memory is refused.
   * Source: {@code madvise(2)}.
   */
  FREE(8, 5, 5, 6, ABSENT),

  /**
   * Do not write changed pages to the file early; they reach it at the end. Source: FreeBSD {@code
   * madvise(2)}.
   */
  NOSYNC(ABSENT, ABSENT, 6, ABSENT, ABSENT),

  /** Undoes {@link #NOSYNC}. Source: FreeBSD {@code madvise(2)}. */
  AUTOSYNC(ABSENT, ABSENT, 7, ABSENT, ABSENT),

  /** Leave the range out of core dumps. Source: FreeBSD {@code madvise(2)}. */
  NOCORE(ABSENT, ABSENT, 8, ABSENT, ABSENT),

  /** Undoes {@link #NOCORE}. Source: FreeBSD {@code madvise(2)}. */
  CORE(ABSENT, ABSENT, 9, ABSENT, ABSENT),

  /**
   * Do not kill this process, whole and not only the range, where swap space runs out; needs root.
   * Source: FreeBSD {@code madvise(2)}.
   */
  PROTECT(ABSENT, ABSENT, 10, ABSENT, ABSENT),

  /**
   * Loses what the pages hold: anyone may take them until {@link #FREE_REUSE}. Source: Apple's
   * {@code sys/mman.h}.
   */
  FREE_REUSABLE(ABSENT, 7, ABSENT, ABSENT, ABSENT),

  /**
   * The pages given up by {@link #FREE_REUSABLE} are about to be used again. Source: Apple's {@code
   * sys/mman.h}.
   */
  FREE_REUSE(ABSENT, 8, ABSENT, ABSENT, ABSENT),

  /**
   * The range is unlikely to be used soon: reclaim it before other memory. Linux 5.4. Source: Linux
   * {@code madvise(2)}.
   */
  COLD(20, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Reclaim the range now; what was changed is written out first. Linux 5.4. Apple's {@code
   * sys/mman.h} has the name for Apple's own kernels under test only. Source: Linux {@code
   * madvise(2)}.
   */
  PAGEOUT(21, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Load the range now, for reading; a fault on the way is an error, no signal. Linux 5.14. Source:
   * Linux {@code madvise(2)}.
   */
  POPULATE_READ(22, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Load the range now, for writing; a fault on the way is an error, no signal. Linux 5.14. Source:
   * Linux {@code madvise(2)}.
   */
  POPULATE_WRITE(23, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Put the range into large pages now. Linux 6.1. Source: Linux {@code madvise(2)}. */
  COLLAPSE(25, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * A child process finds zeros there; private anonymous memory. Linux 4.14. Source: Linux {@code
   * madvise(2)}.
   */
  WIPEONFORK(18, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #WIPEONFORK}. Linux 4.14. Source: Linux {@code madvise(2)}. */
  KEEPONFORK(19, ABSENT, ABSENT, ABSENT, ABSENT);

  final PlatformConstant row;

  Advice(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MADV_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  Advice(PlatformConstant row) {
    this.row = row;
  }
}
