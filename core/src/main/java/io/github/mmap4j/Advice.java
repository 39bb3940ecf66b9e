package io.github.mmap4j;

import static io.github.mmap4j.internal.os.PlatformConstant.ABSENT;
import static io.github.mmap4j.internal.os.PlatformConstant.ours;

import io.github.mmap4j.internal.os.PlatformConstant;

/**
 * The kinds of advice to the system about how a range will be used, for {@link
 * Mmap#madvise(Advice)}: the {@code MADV_} constants of {@code madvise(2)}. Unless another source
 * is given, the descriptions follow Linux. Most advice is a hint; the description of any advice
 * that discards data says so first. Windows has no {@code madvise}, but this library loads the
 * range for {@link #WILLNEED} and ignores {@link #NORMAL} there.
 *
 * {@snippet :
 * m.madvise(Advice.SEQUENTIAL); // before a walk from start to end: reads further ahead
 * m.madvise(Advice.WILLNEED, 0, 1 << 20); // begins to load the first MiB, without waiting
 * }
 *
 * <p>Where a description says "measured", the effect was measured on Linux 6.18.44 (x86-64), for
 * files on ext4 unless it says otherwise. Other kernels and file systems may differ.
 *
 * <p>For {@linkplain Mmap#lock(long, long) locked} pages, Linux refuses {@link #DONTNEED}, {@link
 * #FREE}, {@link #REMOVE}, {@link #COLD} and {@link #PAGEOUT} (EINVAL; measured).
 */
public enum Advice implements SystemConstant {
  // Linux, macOS, FreeBSD, OpenBSD, Windows

  /** Asks for no special treatment. */
  NORMAL(0, 0, 0, 0, ours(0)),

  /**
   * Pages will be read in random order, so reading ahead is useless. Afterwards, {@link
   * #POPULATE_READ} and {@link Mmap#lock()} read each page of a file by a request of its own
   * (measured), so load the file first. {@link #WILLNEED} still reads many pages at once.
   */
  RANDOM(1, 1, 1, 1, ABSENT),

  /** Pages will be read in order, so the system should read far ahead. */
  SEQUENTIAL(2, 2, 2, 2, ABSENT),

  /**
   * The range will be needed soon, so the system should start to load it. The call does not wait
   * for the data. For one call, Linux loads no more of a file than the disk's read-ahead or its
   * longest transfer: measured, 8 MiB of 256 MiB. So for files, this library makes a call for each
   * 128 KiB, but none for holes. A long range takes time, because the disk's queue fills up:
   * measured, 50 to 110 ms for 256 MiB. Meanwhile, a close or resize by another thread waits.
   * Advise only what fits into memory.
   */
  WILLNEED(PlatformConstant.MADV_WILLNEED),

  /**
   * Discards what was written to private pages ({@link Access#COPY}, {@link MapFlag#PRIVATE}). On
   * Linux, the written bytes are lost at once. Private pages then read as the file's bytes again,
   * or as zeros if there is no file. Shared pages are only dropped from this mapping and lose
   * nothing. On the BSDs and macOS, {@code DONTNEED} is only a hint.
   */
  DONTNEED(4, 4, 4, 4, ABSENT),

  /**
   * Discards the bytes in the file, at once and for good: the range becomes a hole that every
   * process reads as zeros. {@code REMOVE} also discards shared anonymous memory. The mapping must
   * be shared and writable, and the file system must support holes. Btrfs frees the disk space of
   * an extent (up to 128 MiB) only when all of it is a hole (measured).
   */
  REMOVE(9, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Child processes do not inherit the range. */
  DONTFORK(10, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #DONTFORK}. */
  DOFORK(11, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Discards the contents of the range's physical pages and takes the pages out of service, as if
   * they had failed. Every process that uses the pages may be killed, so never use {@code HWPOISON}
   * on a machine that matters. {@code HWPOISON} exists to test the kernel, and needs root.
   */
  HWPOISON(100, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Lets the kernel store equal pages of private anonymous memory only once (KSM). */
  MERGEABLE(12, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #MERGEABLE}. */
  UNMERGEABLE(13, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Takes the range's physical pages out of service after moving their bytes elsewhere. Never use
   * {@code SOFT_OFFLINE} on a machine that matters: it exists to test the kernel, and needs root.
   */
  SOFT_OFFLINE(101, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Allows huge pages in the range. The system must not forbid them ({@code
   * /sys/kernel/mm/transparent_hugepage/enabled}). The advice works for private anonymous memory,
   * and for a file that is not in memory yet if its file system stores huge pages in the page
   * cache: measured, all of a 16 MiB file on ext4 was mapped by huge pages with the advice, and
   * none of it without. For shared anonymous memory and tmpfs, another setting must allow huge
   * pages, too ({@code shmem_enabled}). Where huge pages are not possible, Linux accepts the advice
   * all the same. The advice overrides {@link #RANDOM}: each fault in a cold file reads 2 MiB, also
   * on Btrfs, which maps none of it by huge pages (measured).
   */
  HUGEPAGE(14, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Forbids huge pages in the range. */
  NOHUGEPAGE(15, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Leaves the range out of core dumps. Without it, a core dump of a HotSpot JVM holds all of each
   * mapped file, also what was never read (measured).
   */
  DONTDUMP(16, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #DONTDUMP}. */
  DODUMP(17, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Discards the contents of private anonymous pages when the system chooses, unless they are
   * written again first. A page reads as before until it is discarded, and as zeros afterwards.
   * Linux refuses {@code FREE} for any other kind of memory.
   */
  FREE(8, 5, 5, 6, ABSENT),

  /**
   * Writes changed pages to the file only when necessary, not periodically. Source: FreeBSD {@code
   * madvise(2)}.
   */
  NOSYNC(ABSENT, ABSENT, 6, ABSENT, ABSENT),

  /** Undoes {@link #NOSYNC}. Source: FreeBSD {@code madvise(2)}. */
  AUTOSYNC(ABSENT, ABSENT, 7, ABSENT, ABSENT),

  /** Leaves the range out of core dumps. Source: FreeBSD {@code madvise(2)}. */
  NOCORE(ABSENT, ABSENT, 8, ABSENT, ABSENT),

  /** Undoes {@link #NOCORE}. Source: FreeBSD {@code madvise(2)}. */
  CORE(ABSENT, ABSENT, 9, ABSENT, ABSENT),

  /**
   * Exempts the whole process, not only the range, from being killed when swap space runs out;
   * needs root. Source: FreeBSD {@code madvise(2)}.
   */
  PROTECT(ABSENT, ABSENT, 10, ABSENT, ABSENT),

  /**
   * Discards the contents of the pages: the system may reclaim them until {@link #FREE_REUSE}.
   * Source: Apple's {@code sys/mman.h}.
   */
  FREE_REUSABLE(ABSENT, 7, ABSENT, ABSENT, ABSENT),

  /**
   * Announces that the pages given up by {@link #FREE_REUSABLE} are about to be used again. Source:
   * Apple's {@code sys/mman.h}.
   */
  FREE_REUSE(ABSENT, 8, ABSENT, ABSENT, ABSENT),

  /**
   * The range is unlikely to be used soon, so the system should reclaim it before other memory.
   * Since Linux 5.4.
   */
  COLD(20, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Reclaims the range now. Since Linux 5.4. Anonymous memory goes to swap space, and stays if
   * there is none. Of a file, a page is reclaimed only if this mapping and no other has accessed
   * it, and if it has no unwritten changes (measured). Changed pages are not written, so call
   * {@link Mmap#flush()} first: they are unmapped all the same, and a later {@code PAGEOUT} skips
   * them until they are accessed again. {@link Mmap#evict} reclaims the pages that no mapping has
   * accessed. On tmpfs, nothing is reclaimed without swap space (measured). Apple's {@code
   * sys/mman.h} defines {@code MADV_PAGEOUT} only for test builds of Apple's kernel.
   */
  PAGEOUT(21, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Loads the range now, for reading, and waits until that is done. A page that can't be loaded
   * causes an error, not a signal: EFAULT past the end of the file. Since Linux 5.14. Nothing is
   * copied, even with {@link Access#COPY}, and the holes of a file stay holes, except on tmpfs,
   * where they take memory (measured). Slow after {@link #RANDOM}.
   */
  POPULATE_READ(22, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Loads the range now, for writing, and waits until that is done. A page that can't be loaded
   * causes an error, not a signal. Since Linux 5.14. With {@link Access#COPY}, each page is copied,
   * and takes memory of this process (measured). In a shared mapping, each page counts as changed,
   * though no byte is, and holes are filled with blocks of the disk (measured). A read-only mapping
   * is refused (EINVAL).
   */
  POPULATE_WRITE(23, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Moves the range into huge pages now. Since Linux 6.1. Linux refuses a range that holds no whole
   * huge page, and files on ext4 unless the kernel was built with {@code
   * CONFIG_READ_ONLY_THP_FOR_FS} (EINVAL; measured).
   */
  COLLAPSE(25, ABSENT, ABSENT, ABSENT, ABSENT),

  /**
   * Child processes read zeros in the range, which must be private anonymous memory. Since Linux
   * 4.14.
   */
  WIPEONFORK(18, ABSENT, ABSENT, ABSENT, ABSENT),

  /** Undoes {@link #WIPEONFORK}. Since Linux 4.14. */
  KEEPONFORK(19, ABSENT, ABSENT, ABSENT, ABSENT);

  final PlatformConstant row;

  Advice(int linux, int macos, int freebsd, int openbsd, int windows) {
    row = PlatformConstant.of("MADV_" + name(), linux, macos, freebsd, openbsd, windows);
  }

  Advice(PlatformConstant row) {
    this.row = row;
  }
}
