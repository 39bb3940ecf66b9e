package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.util.ArrayList;
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
  /** The maximum number of ranges kept, because the system limits a process's mappings. */
  static final int MOST_RANGES = 1024;

  /** The maximum number of bytes kept: 64 GiB. */
  static final long MOST_BYTES = 1L << 36;

  // Arrays are used in a circle, because a list would load a class for its elements when memory is
  // first unmapped. Loading a class fails if no descriptor is left to read it from.
  private static final SystemCalls[] CALLS = new SystemCalls[MOST_RANGES];
  private static final long[] ADDRESSES = new long[MOST_RANGES];
  private static final long[] LENGTHS = new long[MOST_RANGES];

  private static int oldest;
  private static int count;
  private static long bytes;

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
    if (!keeps || length > MOST_BYTES || Errno.isError(os.forbid(address, length))) {
      return os.unmap(address, length);
    }
    keep(os, address, length);
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

  private static void report(String source, long address, long length, int result) {
    if (Errno.isError(result)) {
      Trace.stillMapped(source, address, length, Errno.name(Errno.of(-result)));
    }
  }

  /**
   * Reserves addresses that have just become free, unless another thread's mapping already has
   * them.
   */
  public static void moved(SystemCalls os, long address, long length) {
    if (keeps && length <= MOST_BYTES && !Errno.isError(os.forbidFree(address, length))) {
      keep(os, address, length);
    }
  }

  private static void keep(SystemCalls os, long address, long length) {
    List<long[]> released = List.of();
    synchronized (CALLS) {
      if (count == MOST_RANGES || bytes > MOST_BYTES - length) {
        released = new ArrayList<>();
      }
      while (count == MOST_RANGES || bytes > MOST_BYTES - length) {
        released.add(releaseOldest());
      }
      int next = (oldest + count) % MOST_RANGES;
      CALLS[next] = os;
      ADDRESSES[next] = address;
      LENGTHS[next] = length;
      count++;
      bytes += length;
    }
    report(released);
  }

  /** Returns the address, the length and the result of unmapping. */
  private static long[] releaseOldest() {
    int result = CALLS[oldest].unmap(ADDRESSES[oldest], LENGTHS[oldest]);
    long[] released = {ADDRESSES[oldest], LENGTHS[oldest], result};
    CALLS[oldest] = null;
    bytes -= LENGTHS[oldest];
    oldest = (oldest + 1) % MOST_RANGES;
    count--;
    return released;
  }

  /** Reports failures without the lock, because a log may use mappings, too. */
  private static void report(List<long[]> released) {
    for (long[] range : released) {
      report("addresses of closed memory", range[0], range[1], (int) range[2]);
    }
  }

  /** Releases all addresses and returns whether there were any. */
  static boolean clear() {
    List<long[]> released = new ArrayList<>();
    synchronized (CALLS) {
      while (count > 0) {
        released.add(releaseOldest());
      }
    }
    report(released);
    return !released.isEmpty();
  }
}
