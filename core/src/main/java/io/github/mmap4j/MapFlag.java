package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * How a mapping is made: the {@code MAP_} constants of {@code mmap(2)}. Windows has none; {@code
 * SHARED}, {@code PRIVATE} and {@code ANONYMOUS} are taken there for what they mean. A number of 0
 * means that the system accepts the name and that it does nothing there.
 */
public enum MapFlag implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** Writes reach the file and every other mapping of it. Source: {@code mmap(2)}. */
  SHARED(0x1, 0x1, 0x1, 0x1, ours(0x1)),

  /** Writes stay in this mapping: a page is copied when first written. Source: {@code mmap(2)}. */
  PRIVATE(PlatformConstant.MAP_PRIVATE),

  /** Ignored by Linux. Source: {@code mmap(2)}. */
  DENYWRITE(0x800, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Ignored by Linux. Source: {@code mmap(2)}. */
  EXECUTABLE(0x1000, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Memory without a file; another name of {@link #ANONYMOUS}. Source: {@code mmap(2)}. */
  ANON(0x20, 0x1000, 0x1000, 0x1000, ours(0x20)),

  /** Memory without a file, filled with zeros. Source: {@code mmap(2)}. */
  ANONYMOUS(PlatformConstant.MAP_ANONYMOUS),

  /** Load the pages now rather than when first touched. Source: Linux {@code mmap(2)}. */
  POPULATE(0x8000, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Memory for a stack: nothing on Linux; grows downward on FreeBSD; required of stacks on OpenBSD.
   * Source: {@code mmap(2)}.
   */
  STACK(0x20000, ABSENT, 0x400, 0x4000, ABSENT),

  /** Align the address so that large pages can be used. Source: FreeBSD {@code mmap(2)}. */
  ALIGNED_SUPER(ABSENT, ABSENT, 0x1000000, ABSENT, ABSENT),

  /** Leave the pages out of core dumps. Source: OpenBSD {@code mmap(2)}. */
  CONCEAL(ABSENT, ABSENT, ABSENT, 0x8000, ABSENT),

  /**
   * Take a low address: the first 2 GiB on Linux (x86-64 only) and FreeBSD, 4 GiB on macOS. Source:
   * Linux and FreeBSD {@code mmap(2)}, Apple's {@code sys/mman.h}.
   */
  MAP_32BIT(
      PlatformConstant.of("MAP_32BIT", 0x40, 0x8000, 0x80000, ABSENT, ABSENT)
          .onLinuxOnlyOn("amd64", "x86_64")),

  /**
   * Reserve no swap space: where memory runs out, a write may kill the process. Source: Linux
   * {@code mmap(2)}; Apple's and OpenBSD's {@code sys/mman.h}.
   */
  NORESERVE(PlatformConstant.MAP_NORESERVE),

  /** Do not change the length of the file. Source: Apple's and OpenBSD's {@code sys/mman.h}. */
  NOEXTEND(ABSENT, 0x100, ABSENT, 0x0, ABSENT),

  /**
   * The memory may hold semaphores. Source: Apple's, FreeBSD's and OpenBSD's {@code sys/mman.h}.
   */
  HASSEMAPHORE(ABSENT, 0x200, 0x200, 0x0, ABSENT),

  /** Do not keep the pages in the cache after use. Source: Apple's {@code mmap(2)}. */
  NOCACHE(ABSENT, 0x400, ABSENT, ABSENT, ABSENT),

  /** Memory for code made at run time. Source: Apple's {@code mmap(2)}. */
  JIT(ABSENT, 0x800, ABSENT, ABSENT, ABSENT),

  /**
   * Reading raises no code signing violation, whatever the bytes are; read-only mappings. Source:
   * Apple's {@code sys/mman.h}.
   */
  RESILIENT_CODESIGN(ABSENT, 0x2000, ABSENT, ABSENT, ABSENT),

  /**
   * Wrong bytes instead of a fault: what can't be read (past the end of the file, a medium gone)
   * reads as zeros; read-only mappings. Source: Apple's {@code sys/mman.h}.
   */
  RESILIENT_MEDIA(ABSENT, 0x4000, ABSENT, ABSENT, ABSENT),

  /** Allow execution in translated processes. Source: Apple's {@code sys/mman.h}. */
  TRANSLATED_ALLOW_EXECUTE(ABSENT, 0x20000, ABSENT, ABSENT, ABSENT),

  /** Follow the rules of UNIX 03. Source: Apple's {@code sys/mman.h}. */
  UNIX03(ABSENT, 0x40000, ABSENT, ABSENT, ABSENT),

  /** Memory that the system protects through TPRO. Source: Apple's {@code sys/mman.h}. */
  TPRO(ABSENT, 0x80000, ABSENT, ABSENT, ABSENT);

  final PlatformConstant row;

  MapFlag(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MAP_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  MapFlag(PlatformConstant row) {
    this.row = row;
  }
}
