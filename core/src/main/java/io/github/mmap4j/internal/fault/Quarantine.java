package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
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
   * The maximum number of ranges kept. At about 30 µs per close, a limit of 256 ranges lets each
   * range stay for about 8 ms.
   */
  static final int MOST_RANGES = 256;

  /** The maximum number of bytes kept, which use address space but no memory. */
  static final long MOST_BYTES = 1 << 30;

  private static final Deque<Range> RANGES = new ArrayDeque<>();
  private static long bytes;

  private record Range(SystemCalls os, String source, long address, long length) {}

  /** A range that stays mapped, which is reported without the lock: a log may use mappings, too. */
  private record Failure(Range range, int result) {
    void report() {
      Quarantine.report(range.source, range.address, range.length, result);
    }
  }

  private Quarantine() {}

  /** Returns whether threads may still access memory whose shared arena has been closed. */
  public static boolean isNeeded() {
    return IS_NEEDED;
  }

  /**
   * Releases the memory at {@code address} at once and, if possible, its addresses later. Returns
   * 0, or the negative errno if the memory could not be released. A later failure is reported.
   *
   * @param source the path, or a description of what is mapped instead
   */
  public static int unmap(
      SystemCalls os, String source, long address, long length, boolean isWritable) {
    if (length > MOST_BYTES || Errno.isError(os.empty(address, length, isWritable))) {
      pause();
      return os.unmap(address, length);
    }
    List<Failure> failures = new ArrayList<>();
    synchronized (RANGES) {
      RANGES.add(new Range(os, source, address, length));
      bytes += length;
      while (RANGES.size() > MOST_RANGES || bytes > MOST_BYTES) {
        unmapOldest(failures);
      }
    }
    for (Failure each : failures) {
      each.report();
    }
    return 0;
  }

  /**
   * Unmaps memory where no caller could handle a failure, such as in a cleaner. A failure, which
   * leaves the memory mapped for good, becomes a Flight Recorder event and a line of the log.
   *
   * <p>This method needs no class of its own: at the limit on descriptors, where unreachable
   * mappings are unmapped, a class may not be found.
   *
   * @param source the path, or a description of what is mapped instead
   */
  public static void unmapOrReport(SystemCalls os, String source, long address, long length) {
    int result = os.unmap(address, length);
    if (Errno.isError(result)) {
      report(source, address, length, result);
    }
  }

  private static void report(String source, long address, long length, int result) {
    Trace.stillMapped(source, address, length, Errno.name(Errno.of(-result)));
  }

  private static void unmapOldest(List<Failure> failures) {
    Range oldest = RANGES.remove();
    bytes -= oldest.length;
    int result = oldest.os.unmap(oldest.address, oldest.length);
    if (Errno.isError(result)) {
      failures.add(new Failure(oldest, result));
    }
  }

  /**
   * Makes a call that needs address space. If the call fails with ENOMEM, unmaps all quarantined
   * ranges and then all unreachable memory, and repeats the call. Repeats it even if no ranges are
   * left, because another thread may just have unmapped them.
   */
  public static long withRoom(LongSupplier call) {
    long result = call.getAsLong();
    if (isFull(result) && IS_NEEDED) {
      clear();
      result = call.getAsLong();
    }
    return isFull(result) ? Unreachable.reclaimed(Quarantine::isFull, call) : result;
  }

  private static boolean isFull(long result) {
    return result == -Errno.ENOMEM;
  }

  /** Unmaps all ranges and returns whether there were any. */
  static boolean clear() {
    List<Failure> failures = new ArrayList<>();
    synchronized (RANGES) {
      if (RANGES.isEmpty()) {
        return false;
      }
      pause();
      while (!RANGES.isEmpty()) {
        unmapOldest(failures);
      }
    }
    for (Failure each : failures) {
      each.report();
    }
    return true;
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
