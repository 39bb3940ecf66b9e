package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.util.List;

/**
 * Keeps the addresses of unmapped memory reserved without access for a while.
 *
 * <p>Native code may have kept an address of memory that has since been closed or moved. The system
 * gives free addresses to the next mapping, so the native code would read or overwrite that
 * mapping's bytes. As long as the addresses are reserved, such an access ends the process instead.
 * Reserved addresses use no memory. A process with a limit on its address space keeps none, because
 * other parts of the process need the addresses.
 */
public final class FormerAddresses {
  /**
   * The maximum number of ranges kept, because the system limits a process's mappings. At least
   * half as many stay.
   */
  static final int MOST_RANGES = 2048;

  /** The maximum number of bytes kept: 64 GiB. */
  static final long MOST_BYTES = 1L << 36;

  private static final RangeQueue KEPT = new RangeQueue(MOST_RANGES, MOST_BYTES);

  private static volatile boolean keeps;

  private FormerAddresses() {}

  /**
   * Prepares for keeping addresses; called before memory is mapped, because unmapping must not need
   * a descriptor to load this class.
   */
  public static void prepare(SystemCalls os) {
    keeps = keeps || !os.limitsAddresses();
  }

  /**
   * Unmaps memory at once, and releases its addresses later if possible. Returns 0, or the negative
   * errno if the memory could not be unmapped.
   */
  public static int unmap(SystemCalls os, long address, long length) {
    if (!keeps || !KEPT.takes(length) || Errno.isError(os.forbid(address, length))) {
      return os.unmap(address, length);
    }
    release(KEPT.add(os, address, length));
    return 0;
  }

  /**
   * Unmaps memory as {@link #unmap} does where no caller could handle a failure, such as in a
   * cleaner. A failure, which leaves the memory mapped for good, becomes a Flight Recorder event
   * and a line of the log.
   *
   * @param source the path, or a description of what was mapped instead
   */
  public static void unmapOrReport(SystemCalls os, String source, long address, long length) {
    report(source, address, length, unmap(os, address, length));
  }

  /**
   * Unmaps memory as {@link #unmapOrReport} does, but does not keep its addresses, because nobody
   * has been given them.
   */
  public static void freeOrReport(SystemCalls os, String source, long address, long length) {
    report(source, address, length, os.unmap(address, length));
  }

  /** Reports that memory stays mapped for good, if {@code result} is an error. */
  static void report(String source, long address, long length, int result) {
    if (Errno.isError(result)) {
      Trace.stillMapped(source, address, length, Errno.name(Errno.of(-result)));
    }
  }

  /**
   * Reserves addresses that have just become free, unless another thread's mapping already has
   * them.
   */
  public static void moved(SystemCalls os, long address, long length) {
    if (keeps && KEPT.takes(length) && !Errno.isError(os.forbidFree(address, length))) {
      release(KEPT.add(os, address, length));
    }
  }

  /**
   * Releases addresses. At the limit on mappings, some stay until later, because the kernel has
   * merged them with addresses around them, and may not split them.
   */
  private static void release(List<RangeQueue.Range> ranges) {
    for (RangeQueue.Range range : ranges) {
      int result = range.os().unmap(range.address(), range.length());
      if (result != -Errno.ENOMEM || !KEPT.addIfRoom(range)) {
        report("addresses of closed memory", range.address(), range.length(), result);
      }
    }
  }

  /** Releases all addresses and returns whether there were any. */
  static boolean clear() {
    List<RangeQueue.Range> all = KEPT.removeAll();
    release(all);
    return !all.isEmpty();
  }
}
