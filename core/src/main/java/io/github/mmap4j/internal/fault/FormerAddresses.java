package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;

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

  // Arrays used in a circle, because a list would load a class for its elements when memory is
  // first
  // unmapped, which fails if no descriptor is left to read the class from.
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

  /** Unmaps memory at once, and releases its addresses later if possible. */
  public static void unmap(SystemCalls os, long address, long length) {
    if (!keeps || length > MOST_BYTES || Errno.isError(os.forbid(address, length))) {
      os.unmap(address, length);
    } else {
      keep(os, address, length);
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

  private static synchronized void keep(SystemCalls os, long address, long length) {
    while (count == MOST_RANGES || bytes > MOST_BYTES - length) {
      releaseOldest();
    }
    int next = (oldest + count) % MOST_RANGES;
    CALLS[next] = os;
    ADDRESSES[next] = address;
    LENGTHS[next] = length;
    count++;
    bytes += length;
  }

  private static void releaseOldest() {
    CALLS[oldest].unmap(ADDRESSES[oldest], LENGTHS[oldest]);
    CALLS[oldest] = null;
    bytes -= LENGTHS[oldest];
    oldest = (oldest + 1) % MOST_RANGES;
    count--;
  }

  /** Releases all addresses and returns whether there were any. */
  static synchronized boolean clear() {
    boolean hadSome = count > 0;
    while (count > 0) {
      releaseOldest();
    }
    return hadSome;
  }
}
