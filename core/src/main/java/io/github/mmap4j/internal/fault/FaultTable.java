package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * The memory that the signal handler and this class share: two counters, and an entry for each
 * region that is guarded. Plain memory, never freed, because a handler may read it at any moment.
 *
 * <p>Entries stand in groups, and each group has bounds that enclose its regions, so that the
 * handler reads 16 bytes for each group of 64 that does not hold an address. Room for all entries
 * is reserved at once, as address space only.
 */
final class FaultTable {
  /** Regions at most; Linux allows a process 65,530 mappings unless it is told otherwise. */
  static final int MOST_ENTRIES = 1 << 20;

  static final int ENTRIES_IN_GROUP = 64;
  static final long ENTRY_BYTES = 64;
  static final long BOUNDS_BYTES = 16;

  // The counters' memory, as the handler has it too.
  static final long CHAIN = 0;
  static final long GROUPS = 8;
  static final long BOUNDS = 16;
  static final long ENTRIES = 24;
  static final long ENTERED = 64;
  static final long DONE = 72;
  static final long COUNTERS_BYTES = 128;

  // An entry, likewise; the handler leaves REPAIRED alone.
  private static final long START = 0;
  private static final long END = 8;
  private static final long UNIT = 16;
  private static final long PROTECTION = 24;
  private static final long TAIL = 28;
  private static final long LAST = 32;
  private static final long LOW = 40;
  private static final long INSIDE = 48;
  private static final long REPAIRED = 56;

  /** What {@link #LOW} holds where nothing has faulted: the greatest address, unsigned. */
  static final long NONE = -1;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  /**
   * Not the handler's alone: operations compare its {@link #ENTERED} with what it was, also where
   * there is no handler and it stays 0.
   */
  static final MemorySegment COUNTERS = Arena.global().allocate(COUNTERS_BYTES, COUNTERS_BYTES);

  private final MemorySegment counters;
  private final int room;
  private final MemorySegment bounds;
  private final MemorySegment entries;
  private final BitSet used = new BitSet();

  /**
   * A table of no regions.
   *
   * @param counters where the handler finds it; {@link #COUNTERS} but in tests
   * @param memory {@link #bytes} of zeros
   * @param room regions at most, a multiple of {@link #ENTRIES_IN_GROUP}
   */
  FaultTable(MemorySegment counters, MemorySegment memory, int room) {
    long boundsBytes = room / ENTRIES_IN_GROUP * BOUNDS_BYTES;
    this.counters = counters;
    this.room = room;
    this.bounds = memory.asSlice(0, boundsBytes);
    this.entries = memory.asSlice(boundsBytes);
    counters.set(JAVA_LONG, BOUNDS, bounds.address());
    counters.set(JAVA_LONG, ENTRIES, entries.address());
  }

  /** Bytes of a table for so many regions. */
  static long bytes(int room) {
    return room / ENTRIES_IN_GROUP * BOUNDS_BYTES + room * ENTRY_BYTES;
  }

  /** How many faults the handler has met; it counts before it maps anything. */
  static long entered() {
    return (long) LONG.getAcquire(COUNTERS, ENTERED);
  }

  /** Counts a fault that no handler has met, so that nobody goes on with an earlier number. */
  static void count() {
    LONG.getAndAdd(COUNTERS, ENTERED, 1L);
    LONG.getAndAdd(COUNTERS, DONE, 1L);
  }

  /** The same, counted when it is done. */
  static long done() {
    return (long) LONG.getAcquire(COUNTERS, DONE);
  }

  /**
   * Adds a region; the handler knows it when this returns.
   *
   * @param unit bytes that can be mapped at least; {@code start} and {@code end} are multiples
   * @param protection of the pages of zeros
   * @param tail whether a fault maps these up to the region's end, or one unit of them
   * @return its entry, or -1 if there is no room
   */
  synchronized int add(long start, long end, long unit, int protection, boolean tail) {
    int entry = used.nextClearBit(0);
    if (entry == room) {
      return -1;
    }
    used.set(entry);
    long at = entry * ENTRY_BYTES;
    entries.set(JAVA_LONG, at + START, start);
    entries.set(JAVA_LONG, at + UNIT, unit);
    entries.set(JAVA_INT, at + PROTECTION, protection);
    entries.set(JAVA_INT, at + TAIL, tail ? 1 : 0);
    entries.set(JAVA_LONG, at + LOW, NONE);
    // LAST and INSIDE are the handler's alone: an operation on the entry's former region may still
    // compare with the one, and a handler that is late for it may be about to lower the other.
    entries.set(JAVA_LONG, at + REPAIRED, last(entry));
    int group = entry / ENTRIES_IN_GROUP;
    setBounds(group, start, end);
    LONG.setVolatile(entries, at + END, end);
    if (group >= counters.get(JAVA_LONG, GROUPS)) {
      LONG.setVolatile(counters, GROUPS, group + 1L);
    }
    return entry;
  }

  /**
   * Hides a region from the handler. When this returns, no handler maps anything there any more;
   * its memory must be mapped until then.
   */
  void hide(int entry) {
    LONG.setVolatile(entries, entry * ENTRY_BYTES + END, 0L);
    VarHandle.fullFence();
    awaitHandlers(entry);
  }

  /** Lets another region have the entry of one that is {@linkplain #hide hidden}. */
  synchronized void free(int entry) {
    repaired(entry, last(entry)); // it keeps no other from being clean
    used.clear(entry);
    setBounds(entry / ENTRIES_IN_GROUP, 0, 0);
  }

  /** Encloses what is in the group, and {@code [start, end)} if that is not empty. */
  private void setBounds(int group, long start, long end) {
    long low = end == 0 ? Long.MAX_VALUE : start;
    long high = end;
    int first = group * ENTRIES_IN_GROUP;
    for (int entry = first; entry < first + ENTRIES_IN_GROUP; entry++) {
      long itsEnd = entries.get(JAVA_LONG, entry * ENTRY_BYTES + END);
      if (itsEnd != 0) {
        low = Math.min(low, entries.get(JAVA_LONG, entry * ENTRY_BYTES + START));
        high = Math.max(high, itsEnd);
      }
    }
    // Only ever too wide in between: an entry that is there stays enclosed.
    LONG.setVolatile(bounds, group * BOUNDS_BYTES, low);
    LONG.setVolatile(bounds, group * BOUNDS_BYTES + Long.BYTES, high);
  }

  /** Waits until no handler is at work on the entry; each needs some microseconds. */
  void awaitHandlers(int entry) {
    while (isInside(entry)) {
      Thread.onSpinWait();
    }
  }

  boolean isInside(int entry) {
    return (long) LONG.getVolatile(entries, entry * ENTRY_BYTES + INSIDE) != 0;
  }

  /** The number of the last fault in the region, as {@link #entered} counts. */
  long last(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + LAST);
  }

  /** The number of the last fault that has been repaired. */
  long repaired(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + REPAIRED);
  }

  void repaired(int entry, long number) {
    LONG.setRelease(entries, entry * ENTRY_BYTES + REPAIRED, number);
  }

  boolean isDirty(int entry) {
    return last(entry) != repaired(entry);
  }

  /** The lowest address that was faulted on since {@link #takeLow}; {@link #NONE} if none was. */
  long low(int entry) {
    return (long) LONG.getVolatile(entries, entry * ENTRY_BYTES + LOW);
  }

  /** Sets the lowest address to none, if it is {@code low} still. */
  boolean takeLow(int entry, long low) {
    return LONG.compareAndSet(entries, entry * ENTRY_BYTES + LOW, low, NONE);
  }

  /** An entry that is dirty, from {@code first} on; or -1. */
  synchronized int nextDirty(int first) {
    for (int entry = used.nextSetBit(first); entry >= 0; entry = used.nextSetBit(entry + 1)) {
      if (isDirty(entry)) {
        return entry;
      }
    }
    return -1;
  }

  /** Whether the entry is a region's that is dirty. */
  boolean isUsedAndDirty(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + END) != 0 && isDirty(entry);
  }
}
