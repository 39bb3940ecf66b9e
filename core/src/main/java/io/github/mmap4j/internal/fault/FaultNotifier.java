package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.IpcCalls;
import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notifies owners of faults in their memory, even of faults met by code that never checks for them.
 * A dedicated thread sleeps until the handler counts a fault. The thread terminates when no owner
 * is listening.
 */
final class FaultNotifier implements Runnable {
  /** The maximum time to sleep before the thread checks whether any owner still listens. */
  private static final long SLICE_NANOS = 1_000_000_000;

  private static final Set<FaultOwner> LISTENING = ConcurrentHashMap.newKeySet();

  private static Thread thread;

  private static final FaultNotifier NOTIFIER = new FaultNotifier();

  private FaultNotifier() {}

  static synchronized void add(FaultOwner owner) {
    LISTENING.add(owner);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("mmap4j-faults").unstarted(NOTIFIER);
      thread.start();
    }
  }

  static void remove(FaultOwner owner) {
    LISTENING.remove(owner);
  }

  /** Notifies one owner. If its listener throws an exception, other owners are still notified. */
  private static void notifyOwner(FaultOwner owner) {
    try {
      owner.notifyNewFault();
    } catch (RuntimeException | Error e) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  private static synchronized boolean ends() {
    if (LISTENING.isEmpty()) {
      thread = null;
    }
    return thread == null;
  }

  @Override
  public void run() {
    // The futex word is the low half of the fault counter, which comes first because all supported
    // processors are little-endian.
    MemorySegment word = FaultTable.COUNTERS.asSlice(FaultTable.ENTERED, Integer.BYTES);
    IpcCalls system = NativeAccess.ipcCalls();
    while (!ends()) {
      long seen = FaultTable.entered();
      for (FaultOwner owner : LISTENING) {
        notifyOwner(owner);
      }
      system.waitWhile(word, (int) seen, SLICE_NANOS);
    }
  }
}
