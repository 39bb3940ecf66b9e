package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Native;
import io.github.mmap4j.internal.os.SharedOs;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells owners of the faults of their memory, whoever has met them: also code that never asks. A
 * thread of its own sleeps until the handler counts; there is none while nobody wants to be told.
 */
final class FaultNotifier implements Runnable {
  /** After so long the thread looks whether anybody still wants to be told. */
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

  /** What a listener throws is reported, and keeps no other from being told. */
  private static void tell(FaultOwner owner) {
    try {
      owner.tell();
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
    // The futex's word is the lower half of the counter, which comes first on these processors.
    MemorySegment word = FaultTable.COUNTERS.asSlice(FaultTable.ENTERED, Integer.BYTES);
    SharedOs system = Native.shared();
    while (!ends()) {
      long seen = FaultTable.entered();
      for (FaultOwner owner : LISTENING) {
        tell(owner);
      }
      system.waitWhile(word, (int) seen, SLICE_NANOS);
    }
  }
}
