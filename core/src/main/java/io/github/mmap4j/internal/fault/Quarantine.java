package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Keeps the addresses of closed memory for a while, with empty pages in place of the file's.
 *
 * <p>Before release 27, HotSpot closes a shared arena while another thread may still be about to
 * access its memory (JDK-8364167). Such a thread was stopped inside the access where HotSpot allows
 * no exception: it makes the access first and throws afterwards. If the addresses have been
 * unmapped by then, the process ends; if they belong to other memory, that is changed. On an empty
 * page the access does nothing. The thread needs some microseconds, or as long as it waits for a
 * processor.
 */
public final class Quarantine {
  private static final int FIRST_CORRECT_RELEASE = 27;

  private static final boolean IS_NEEDED = Runtime.version().feature() < FIRST_CORRECT_RELEASE;

  /** The most ranges kept. So each is kept for 8 ms at least, as closing takes 30 µs. */
  static final int MOST_RANGES = 256;

  /** The most bytes kept; they use addresses, not memory. */
  static final long MOST_BYTES = 1 << 30;

  private static final Deque<Range> RANGES = new ArrayDeque<>();
  private static long bytes;

  private record Range(SystemCalls os, long address, long length) {}

  private Quarantine() {}

  /** Returns whether threads may still access memory whose shared arena has been closed. */
  public static boolean isNeeded() {
    return IS_NEEDED;
  }

  /** Gives back the memory at {@code address} at once, and the addresses later. */
  public static void unmap(SystemCalls os, long address, long length, boolean isWritable) {
    if (length > MOST_BYTES || Errno.isError(os.empty(address, length, isWritable))) {
      pause();
      os.unmap(address, length);
      return;
    }
    synchronized (RANGES) {
      RANGES.add(new Range(os, address, length));
      bytes += length;
      while (RANGES.size() > MOST_RANGES || bytes > MOST_BYTES) {
        unmapOldest();
      }
    }
  }

  private static void unmapOldest() {
    Range oldest = RANGES.remove();
    bytes -= oldest.length;
    oldest.os.unmap(oldest.address, oldest.length);
  }

  /**
   * Makes a call that needs addresses, and repeats it without the ranges kept where the system has
   * no room left. Another thread may just have given them back.
   */
  public static long withRoom(LongSupplier call) {
    long result = call.getAsLong();
    if (result != -Errno.ENOMEM || !IS_NEEDED) {
      return result;
    }
    clear();
    return call.getAsLong();
  }

  /** Unmaps all ranges; returns whether there were any. */
  static boolean clear() {
    synchronized (RANGES) {
      if (RANGES.isEmpty()) {
        return false;
      }
      pause();
      while (!RANGES.isEmpty()) {
        unmapOldest();
      }
      return true;
    }
  }

  /**
   * Stops all threads once more, where closed memory is to be moved or can't be kept. Most threads
   * have then left it.
   */
  public static void pause() {
    if (IS_NEEDED) {
      Arena.ofShared().close();
    }
  }
}
