package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * The memory that the signal handler and this class share, with two counters and an entry for each
 * guarded region. The table is never freed, because a handler may read it at any time.
 *
 * <p>Entries form groups of 64, and each group has bounds that enclose its regions. The bounds
 * shrink only when the group becomes empty, so that closing a region need not read all entries. The
 * handler therefore reads only 16 bytes to skip a group that does not contain the faulting address.
 * Address space for all entries is reserved at once, but uses no memory until it is written.
 */
final class FaultTable {
  /**
   * The maximum number of regions, well above Linux's default limit of 65,530 mappings per process.
   */
  static final int MOST_ENTRIES = 1 << 20;

  static final int ENTRIES_IN_GROUP = 64;
  static final long ENTRY_BYTES = 64;
  static final long BOUNDS_BYTES = 16;

  // Offsets in the counters' memory, the same as in the handler's source.
  static final long CHAIN = 0;
  static final long GROUPS = 8;
  static final long BOUNDS = 16;
  static final long ENTRIES = 24;
  static final long ENTERED = 64;
  static final long DONE = 72;
  static final long COUNTERS_BYTES = 128;

  // Offsets in an entry, the same as in the handler's source. The handler does not use REPAIRED.
  private static final long START = 0;
  private static final long END = 8;
  private static final long UNIT = 16;
  private static final long PROTECTION = 24;
  private static final long TAIL = 28;
  private static final long LAST = 32;
  private static final long LOW = 40;
  private static final long INSIDE = 48;
  private static final long REPAIRED = 56;

  /** The value of {@link #LOW} if there is no fault: the highest unsigned address. */
  static final long NONE = -1;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  /**
   * The counters. Operations compare {@link #ENTERED} even without a handler, when it is always 0.
   */
  static final MemorySegment COUNTERS = Arena.global().allocate(COUNTERS_BYTES, COUNTERS_BYTES);

  private final MemorySegment counters;
  private final int room;
  private final MemorySegment bounds;
  private final MemorySegment entries;
  private final BitSet used = new BitSet();

  /**
   * Creates an empty table.
   *
   * @param counters the counters, through which the handler finds the table; {@link #COUNTERS}
   *     except in tests
   * @param memory zeroed memory of the size that {@link #bytes} returns
   * @param room the maximum number of regions, a multiple of {@link #ENTRIES_IN_GROUP}
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

  /** Returns the size in bytes of a table for {@code room} regions. */
  static long bytes(int room) {
    return room / ENTRIES_IN_GROUP * BOUNDS_BYTES + room * ENTRY_BYTES;
  }

  /** Returns the number of faults so far; the handler counts a fault before it maps anything. */
  static long entered() {
    return (long) LONG.getAcquire(COUNTERS, ENTERED);
  }

  /** Counts a fault in place of the handler, so that earlier marks no longer hold. */
  static void count() {
    LONG.getAndAdd(COUNTERS, ENTERED, 1L);
    LONG.getAndAdd(COUNTERS, DONE, 1L);
  }

  /** Returns the number of faults whose handler has finished. */
  static long done() {
    return (long) LONG.getAcquire(COUNTERS, DONE);
  }

  /**
   * Adds a region; the handler finds it once this method has returned.
   *
   * @param unit the page or huge page size; {@code start} and {@code end} are multiples of it
   * @param protection the protection of the zero pages
   * @param tail whether the handler maps zero pages up to the region's end, instead of only one
   *     unit
   * @return the region's entry, or -1 if there is no room
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
    // Only the handler writes LAST and INSIDE. An operation on the entry's former region may still
    // compare LAST, and a late handler may be about to decrement INSIDE.
    entries.set(JAVA_LONG, at + REPAIRED, last(entry));
    int group = entry / ENTRIES_IN_GROUP;
    widenBounds(group, start, end);
    LONG.setVolatile(entries, at + END, end);
    if (group >= counters.get(JAVA_LONG, GROUPS)) {
      LONG.setVolatile(counters, GROUPS, group + 1L);
    }
    return entry;
  }

  /**
   * Hides a region from the handler. Once this method has returned, no handler maps anything in the
   * region. The region's memory must stay mapped until this method returns.
   */
  void hide(int entry) {
    LONG.setVolatile(entries, entry * ENTRY_BYTES + END, 0L);
    VarHandle.fullFence();
    awaitHandlers(entry);
  }

  /** Frees the entry of a {@linkplain #hide hidden} region for reuse. */
  synchronized void free(int entry) {
    repaired(entry, last(entry)); // a free entry counts as clean
    used.clear(entry);
    int group = entry / ENTRIES_IN_GROUP;
    int next = used.nextSetBit(group * ENTRIES_IN_GROUP);
    if (next < 0 || next / ENTRIES_IN_GROUP != group) {
      setBounds(group, Long.MAX_VALUE, 0);
    }
  }

  /** Makes a group's bounds enclose {@code [start, end)}, too. */
  private void widenBounds(int group, long start, long end) {
    long low = bounds.get(JAVA_LONG, group * BOUNDS_BYTES);
    long high = bounds.get(JAVA_LONG, group * BOUNDS_BYTES + Long.BYTES);
    // The bounds of a group that has never been used are 0.
    setBounds(group, high == 0 ? start : Math.min(low, start), Math.max(high, end));
  }

  /**
   * Sets a group's bounds. They may be wider than the group's regions, so that a handler reads the
   * entries in vain, but they never exclude an entry in use.
   */
  private void setBounds(int group, long low, long high) {
    LONG.setVolatile(bounds, group * BOUNDS_BYTES, low);
    LONG.setVolatile(bounds, group * BOUNDS_BYTES + Long.BYTES, high);
  }

  /** Spins until no handler is at work on the entry; a handler takes a few microseconds. */
  void awaitHandlers(int entry) {
    while (isInside(entry)) {
      Thread.onSpinWait();
    }
  }

  boolean isInside(int entry) {
    return (long) LONG.getVolatile(entries, entry * ENTRY_BYTES + INSIDE) != 0;
  }

  /** Returns the number of the last fault in the region, as counted by {@link #entered}. */
  long last(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + LAST);
  }

  /** Returns the number of the last fault in the region that has been repaired. */
  long repaired(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + REPAIRED);
  }

  void repaired(int entry, long number) {
    LONG.setRelease(entries, entry * ENTRY_BYTES + REPAIRED, number);
  }

  boolean isDirty(int entry) {
    return last(entry) != repaired(entry);
  }

  /**
   * Returns the lowest address lost since the last {@link #takeLow}, or {@link #NONE} if there is
   * none.
   */
  long low(int entry) {
    return (long) LONG.getVolatile(entries, entry * ENTRY_BYTES + LOW);
  }

  /** Resets the lowest address if it is still {@code low}, and returns whether it was. */
  boolean takeLow(int entry, long low) {
    return LONG.compareAndSet(entries, entry * ENTRY_BYTES + LOW, low, NONE);
  }

  /** Returns the first dirty entry from {@code first} on, or -1 if there is none. */
  synchronized int nextDirty(int first) {
    for (int entry = used.nextSetBit(first); entry >= 0; entry = used.nextSetBit(entry + 1)) {
      if (isDirty(entry)) {
        return entry;
      }
    }
    return -1;
  }

  boolean isUsedAndDirty(int entry) {
    return (long) LONG.getAcquire(entries, entry * ENTRY_BYTES + END) != 0 && isDirty(entry);
  }
}
