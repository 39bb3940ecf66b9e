package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps the addresses of closed memory reserved for a while, with zero pages in place of the file's
 * pages.
 *
 * <p>Before release 27, HotSpot may close a shared arena while another thread is about to access
 * its memory (JDK-8364167). The other thread has been stopped inside the access, where HotSpot
 * can't throw an exception, so the thread makes the access first and throws afterwards. If the
 * addresses have been unmapped by the time of the access, the process crashes; if they belong to
 * other memory by then, a write corrupts that memory. On a zero page, the access is harmless. The
 * thread makes the access within a few microseconds, or later if it has to wait for a processor.
 */
public final class Quarantine {
  private static final int FIRST_CORRECT_RELEASE = 27;

  private static final boolean IS_NEEDED = Runtime.version().feature() < FIRST_CORRECT_RELEASE;

  /**
   * The maximum number of ranges kept. At least half as many stay, which at about 30 µs per close
   * lets each range stay for at least about 8 ms.
   */
  static final int MOST_RANGES = 512;

  /** The maximum number of bytes kept, which use address space but no memory. */
  static final long MOST_BYTES = 1 << 30;

  private static final RangeQueue RANGES = new RangeQueue(MOST_RANGES, MOST_BYTES);

  private Quarantine() {}

  /** Returns whether threads may still access memory whose shared arena has been closed. */
  public static boolean isNeeded() {
    return IS_NEEDED;
  }

  /**
   * Releases the memory at {@code address} at once and, if possible, lets threads access zeros
   * there for a while. Returns 0, or the negative errno if the memory could not be released. A
   * later failure is reported.
   */
  public static int unmap(SystemCalls os, long address, long length, boolean isWritable) {
    if (!RANGES.takes(length) || Errno.isError(os.empty(address, length, isWritable))) {
      pause();
      return FormerAddresses.unmap(os, address, length);
    }
    unmap(RANGES.add(os, address, length));
    return 0;
  }

  /** Unmaps ranges. At the limit on mappings, some stay until later, as in FormerAddresses. */
  private static void unmap(List<RangeQueue.Range> ranges) {
    for (RangeQueue.Range range : ranges) {
      int result = FormerAddresses.unmap(range.os(), range.address(), range.length());
      if (result != -Errno.ENOMEM || !RANGES.addIfRoom(range)) {
        FormerAddresses.report("closed memory", range.address(), range.length(), result);
      }
    }
  }

  /**
   * Makes a call that needs address space. If the call fails with ENOMEM, unmaps all quarantined
   * ranges and then all unreachable memory, and repeats the call. Repeats it even if no ranges are
   * left, because another thread may just have unmapped them.
   */
  public static long withRoom(LongSupplier call) {
    long result = call.getAsLong();
    if (isFull(result)) {
      clear();
      result = call.getAsLong();
    }
    return isFull(result) ? Unreachable.reclaimed(Quarantine::isFull, call) : result;
  }

  private static boolean isFull(long result) {
    return result == -Errno.ENOMEM;
  }

  /** Unmaps all ranges, releases their addresses, and returns whether there were any. */
  static boolean clear() {
    List<RangeQueue.Range> all = RANGES.removeAll();
    if (!all.isEmpty()) {
      pause();
      unmap(all);
    }
    return FormerAddresses.clear() | !all.isEmpty();
  }

  /**
   * Stops all threads once more after a close, so that most of them leave the closed memory. Call
   * this method when closed memory is moved or its addresses can't be kept.
   */
  public static void pause() {
    if (IS_NEEDED) {
      Arena.ofShared().close();
    }
  }
}
