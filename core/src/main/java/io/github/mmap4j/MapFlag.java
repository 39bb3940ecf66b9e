package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The flags for creating a mapping: the {@code MAP_} constants of {@code mmap(2)}. Unless another
 * source is given, the descriptions follow Linux. Windows has none of these flags, but this library
 * implements {@code SHARED}, {@code PRIVATE} and {@code ANONYMOUS} there. A value of 0 means that
 * the system accepts the flag and ignores it.
 *
 * {@snippet :
 * // a private copy of a file that may be longer than memory and swap space together
 * Mmap copy = Mmap.builder().path(file).flags(MapFlag.PRIVATE, MapFlag.NORESERVE).map();
 * copy.set(0, 1); // takes memory for one page; the file stays as it is
 * }
 */
public enum MapFlag implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** Lets writes reach the file and every other mapping of it. */
  SHARED(0x1, 0x1, 0x1, 0x1, ours(0x1)),

  /** Keeps writes in this mapping: a page is copied when it is first written. */
  PRIVATE(PlatformConstant.MAP_PRIVATE),

  /** A flag that Linux ignores. */
  DENYWRITE(0x800, ABSENT, ABSENT, ABSENT, ABSENT),

  /** A flag that Linux ignores. */
  EXECUTABLE(0x1000, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Maps memory without a file; another name for {@link #ANONYMOUS}. */
  ANON(0x20, 0x1000, 0x1000, 0x1000, ours(0x20)),

  /** Maps zero-filled memory without a file. */
  ANONYMOUS(PlatformConstant.MAP_ANONYMOUS),

  /**
   * Loads the pages now rather than when they are first accessed. In a writable private mapping,
   * each page of the file is copied, so the mapping takes as much memory of its own as it is long.
   * A read-only one copies nothing. (Measured on Linux 6.18.44.)
   */
  POPULATE(0x8000, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Uses huge pages, which must have been reserved ({@code /proc/sys/vm/nr_hugepages}). If too few
   * are free, mapping fails (ENOMEM). The pages have the system's default size, unless {@link
   * #HUGE_2MB} or {@link #HUGE_1GB} chooses another. The flag is only for anonymous memory; a file
   * on hugetlbfs has huge pages without it. An offset must be a multiple of the huge page size.
   */
  HUGETLB(0x40000, ABSENT, ABSENT, ABSENT, ABSENT),

  /** With {@link #HUGETLB}, uses pages of 2 MiB. */
  HUGE_2MB(21 << PlatformConstant.HUGE_SHIFT, ABSENT, ABSENT, ABSENT, ABSENT),

  /** With {@link #HUGETLB}, uses pages of 1 GiB. */
  HUGE_1GB(30 << PlatformConstant.HUGE_SHIFT, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Marks memory for a stack. Linux ignores the flag, FreeBSD lets the memory grow downward, and
   * OpenBSD requires the flag for stacks.
   */
  STACK(0x20000, ABSENT, 0x400, 0x4000, ABSENT),

  /** Aligns the address so that large pages can be used. Source: FreeBSD {@code mmap(2)}. */
  ALIGNED_SUPER(ABSENT, ABSENT, 0x1000000, ABSENT, ABSENT),

  /** Leaves the pages out of core dumps. Source: OpenBSD {@code mmap(2)}. */
  CONCEAL(ABSENT, ABSENT, ABSENT, 0x8000, ABSENT),

  /**
   * Maps at a low address: in the first 2 GiB on Linux (x86-64 only) and FreeBSD, and in the first
   * 4 GiB on macOS. Source: Linux and FreeBSD {@code mmap(2)}, Apple's {@code sys/mman.h}.
   */
  MAP_32BIT(
      PlatformConstant.of("MAP_32BIT", 0x40, 0x8000, 0x80000, ABSENT, ABSENT)
          .onLinuxOnlyOn("amd64", "x86_64")),

  /**
   * Reserves no swap space, so a write may kill the process when memory runs out. Without this
   * flag, Linux refuses a writable private mapping that is longer than memory and swap space
   * together (ENOMEM), such as a private copy of a large file: use {@code flags(PRIVATE,
   * NORESERVE)} in place of {@link Access#COPY}. Linux ignores the flag if {@code
   * vm.overcommit_memory} is 2. Source: Linux {@code mmap(2)}; Apple's and OpenBSD's {@code
   * sys/mman.h}.
   */
  NORESERVE(PlatformConstant.MAP_NORESERVE),

  /** Keeps the length of the file unchanged. Source: Apple's and OpenBSD's {@code sys/mman.h}. */
  NOEXTEND(ABSENT, 0x100, ABSENT, 0x0, ABSENT),

  /**
   * Lets the memory hold semaphores. Source: Apple's, FreeBSD's and OpenBSD's {@code sys/mman.h}.
   */
  HASSEMAPHORE(ABSENT, 0x200, 0x200, 0x0, ABSENT),

  /** Does not retain the pages in the page cache after use. Source: Apple's {@code mmap(2)}. */
  NOCACHE(ABSENT, 0x400, ABSENT, ABSENT, ABSENT),

  /** Marks memory for code that is generated at run time. Source: Apple's {@code mmap(2)}. */
  JIT(ABSENT, 0x800, ABSENT, ABSENT, ABSENT),

  /**
   * Allows any byte of a read-only mapping to be read without a code-signing violation. Source:
   * Apple's {@code sys/mman.h}.
   */
  RESILIENT_CODESIGN(ABSENT, 0x2000, ABSENT, ABSENT, ABSENT),

  /**
   * Makes unavailable bytes of a read-only mapping (past the end of the file, or on removed media)
   * read as zeros instead of faulting. Source: Apple's {@code sys/mman.h}.
   */
  RESILIENT_MEDIA(ABSENT, 0x4000, ABSENT, ABSENT, ABSENT),

  /** Allows execution in translated processes. Source: Apple's {@code sys/mman.h}. */
  TRANSLATED_ALLOW_EXECUTE(ABSENT, 0x20000, ABSENT, ABSENT, ABSENT),

  /** Follows the rules of UNIX 03. Source: Apple's {@code sys/mman.h}. */
  UNIX03(ABSENT, 0x40000, ABSENT, ABSENT, ABSENT),

  /** Marks memory that the system protects through TPRO. Source: Apple's {@code sys/mman.h}. */
  TPRO(ABSENT, 0x80000, ABSENT, ABSENT, ABSENT);

  final PlatformConstant row;

  MapFlag(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MAP_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  MapFlag(PlatformConstant row) {
    this.row = row;
  }
}
