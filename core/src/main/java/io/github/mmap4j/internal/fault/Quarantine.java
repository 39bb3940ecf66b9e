package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
   * The number of younger ranges after which a range may be unmapped. At about 30 µs per close, 256
   * ranges let each range stay for at least about 8 ms.
   */
  static final int LEAST_RANGES = 256;

  /**
   * The maximum number of ranges kept. Many ranges are unmapped together, because they often lie
   * side by side, where one call unmaps them all.
   */
  static final int MOST_RANGES = 2 * LEAST_RANGES;

  /** The maximum number of bytes kept, which use address space but no memory. */
  static final long MOST_BYTES = 1 << 30;

  private static final Deque<Range> RANGES = new ArrayDeque<>();
  private static long bytes;

  private record Range(SystemCalls os, long address, long length) {
    /** Returns the range of both, or null if they do not lie side by side. */
    Range joined(Range other) {
      boolean isBelow = other.address + other.length == address;
      if (os != other.os || !isBelow && address + length != other.address) {
        return null;
      }
      return new Range(os, Math.min(address, other.address), length + other.length);
    }
  }

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
    if (length > MOST_BYTES || Errno.isError(os.empty(address, length, isWritable))) {
      pause();
      return FormerAddresses.unmap(os, address, length);
    }
    List<Range> old = List.of();
    synchronized (RANGES) {
      RANGES.add(new Range(os, address, length));
      bytes += length;
      if (RANGES.size() > MOST_RANGES || bytes > MOST_BYTES) {
        old = takeOldest(RANGES.size() > MOST_RANGES ? LEAST_RANGES : RANGES.size(), MOST_BYTES);
      }
    }
    unmap(old);
    return 0;
  }

  /**
   * Takes the oldest ranges, until at most {@code ranges} ranges and {@code most} bytes are left,
   * and joins those that follow each other.
   */
  private static List<Range> takeOldest(int ranges, long most) {
    List<Range> taken = new ArrayList<>();
    while (RANGES.size() > ranges || bytes > most) {
      Range oldest = RANGES.remove();
      bytes -= oldest.length;
      Range joined = taken.isEmpty() ? null : taken.getLast().joined(oldest);
      if (joined == null) {
        taken.add(oldest);
      } else {
        taken.set(taken.size() - 1, joined);
      }
    }
    return taken;
  }

  /** Unmaps ranges without the lock, because a log that reports a failure may use mappings, too. */
  private static void unmap(List<Range> ranges) {
    for (Range range : ranges) {
      FormerAddresses.unmapOrReport(range.os, "closed memory", range.address, range.length);
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
    List<Range> all;
    synchronized (RANGES) {
      all = takeOldest(0, 0);
    }
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
