package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.HandlerCalls;
import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Installs the SIGBUS handler, once for each class loader that loads this library. The handler is
 * machine code in a separate page. The page is never freed, because a thread may be about to run
 * the handler. Any SIGBUS other than a fault in our memory is passed to the handler that was
 * installed before.
 */
public final class FaultHandler {
  private static final long TABLE_BYTES = FaultTable.bytes(FaultTable.MOST_ENTRIES);

  private static volatile boolean refused;

  private FaultHandler() {}

  /**
   * The installed handler. A separate class delays the installation until the first memory is
   * mapped.
   */
  private static final class Installed {
    static final FaultTable TABLE;
    static final long HANDLER;
    static final String MISSING;

    static {
      Installation done = refused ? Installation.failed("it was refused") : install();
      TABLE = done.table;
      HANDLER = done.handler;
      MISSING = done.missing;
    }
  }

  private record Installation(FaultTable table, long handler, String missing) {
    static Installation failed(String why) {
      return new Installation(null, 0, why);
    }

    static Installation failed(String call, long result) {
      return failed(call + " failed: " + Errno.name((int) -result));
    }
  }

  private static Installation install() {
    HandlerCalls calls = NativeAccess.handlerCalls();
    HandlerCode code = HandlerCode.of(System.getProperty("os.arch", ""));
    if (calls == null || code == null) {
      return Installation.failed(
          calls == null
              ? NativeAccess.missingHandlerCalls()
              : "there is no handler for this processor");
    }
    long memory = calls.newMemory(TABLE_BYTES);
    if (Errno.isError(memory)) {
      return Installation.failed("mmap", memory);
    }
    byte[] bytes = code.withCounters(FaultTable.COUNTERS.address());
    long page = calls.newMemory(bytes.length);
    if (Errno.isError(page)) {
      calls.unmap(memory, TABLE_BYTES);
      return Installation.failed("mmap", page);
    }
    MemorySegment.copy(bytes, 0, calls.segment(page, bytes.length), JAVA_BYTE, 0, bytes.length);
    // This call fails if an old kernel lacks it or a seccomp filter forbids it. The failure is
    // ignored, because there is no fallback.
    calls.registerBarrier();
    FaultTable table =
        new FaultTable(
            FaultTable.COUNTERS, calls.segment(memory, TABLE_BYTES), FaultTable.MOST_ENTRIES);
    int result = calls.makeExecutable(page, bytes.length);
    String call = "mprotect";
    if (result >= 0) {
      call = "sigaction";
      result = putInFront(calls, page);
    }
    if (result < 0) {
      calls.unmap(page, bytes.length);
      calls.unmap(memory, TABLE_BYTES);
      return Installation.failed(call, result);
    }
    return new Installation(table, page, null);
  }

  /**
   * Installs our handler with the flags and mask of the earlier one, which expects them when ours
   * calls it.
   */
  private static int putInFront(HandlerCalls calls, long handler) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(HandlerCalls.ACTION_BYTES, Long.BYTES);
      int result = calls.action(action);
      if (result < 0) {
        return result;
      }
      long before = action.get(JAVA_LONG, HandlerCalls.ACTION_HANDLER);
      FaultTable.COUNTERS.set(JAVA_LONG, FaultTable.CHAIN, before);
      action.set(JAVA_LONG, HandlerCalls.ACTION_HANDLER, handler);
      return calls.setAction(action);
    }
  }

  /** Returns the table of guarded regions, or null if no handler is installed. */
  static FaultTable table() {
    return Installed.TABLE;
  }

  /**
   * Returns the reason why there is no handler, a sentence without a final full stop, or null if a
   * handler is installed.
   */
  public static String missing() {
    return Installed.MISSING;
  }

  /**
   * Returns whether our handler is the first to receive SIGBUS. A handler installed later may or
   * may not pass faults on to ours.
   */
  public static boolean isInFront() {
    if (table() == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(HandlerCalls.ACTION_BYTES, Long.BYTES);
      return NativeAccess.handlerCalls().action(action) >= 0
          && action.get(JAVA_LONG, HandlerCalls.ACTION_HANDLER) == Installed.HANDLER;
    }
  }

  /**
   * Prevents the library from installing its handler for this class loader.
   *
   * @throws IllegalStateException if the handler is already installed
   */
  public static void refuse() {
    refused = true;
    if (table() != null) {
      throw new IllegalStateException(
          "the fault handler is installed already, since the first memory was mapped: call this before");
    }
  }
}
