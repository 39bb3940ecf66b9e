package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Moves memory that the kernel refuses to move as a whole.
 *
 * @param source the path, or a description of what is mapped instead
 * @param pages the pages of the memory, which may be huge
 * @param isCopied whether pages that can't be moved must be copied, because no file has their bytes
 */
public record PartwiseMove(SystemCalls os, String source, Pages pages, boolean isCopied) {
  /**
   * Moves a whole number of pages, in parts if the kernel refuses. It never fails: where even a
   * page is refused, as at the limit on mappings, the new memory shows the file, and private bytes
   * are copied; only the page's advice and lock are lost.
   */
  public void move(long from, long to, long size) {
    if (!Errno.isError(os.moveOver(from, to, size))) {
      return;
    }
    long unit = pages.size();
    if (size > unit) {
      long half = pages.start(size / 2);
      move(from, to, half);
      move(from + half, to + half, size - half);
      return;
    }
    try (Arena both = Arena.ofConfined()) {
      MemorySegment before = os.segment(from, unit, both);
      if (Errno.isError(os.residency(before, both.allocate(NativeAccess.pages().count(unit))))) {
        return; // It was moved before the kernel refused the pages after it.
      }
      if (isCopied) {
        copyPage(before, os.segment(to, unit, both));
      }
      // The caller keeps the addresses, once all parts have been moved.
      FormerAddresses.freeOrReport(os, source, from, unit);
    }
  }

  /** Copies a page, unless it lies past the end of a truncated file and has no bytes to keep. */
  private static void copyPage(MemorySegment from, MemorySegment to) {
    try {
      FaultGuard.polled(
          from,
          0,
          from.byteSize(),
          () -> {
            for (long i = 0; i < from.byteSize(); i++) {
              to.set(JAVA_BYTE, i, from.get(JAVA_BYTE, i));
            }
            return null;
          });
    } catch (InternalError e) {
      // Past the end of the file, the new memory has no bytes either.
    }
  }
}
