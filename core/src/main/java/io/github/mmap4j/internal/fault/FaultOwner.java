package io.github.mmap4j.internal.fault;

import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * A guarded region of mapped memory: where it is, which of its faults have been repaired, and which
 * exception explains a fault. The package's documentation has the protocol.
 *
 * <p>It must not refer to a segment over the region, because that would keep the region mapped
 * forever.
 */
public abstract class FaultOwner {
  /**
   * The entry of a region that is not in the table: its bytes are copied, see {@link PolledCopy}.
   */
  private static final int UNGUARDED = -1;

  /** Limits how often a read is retried while faults are met below its range. */
  private static final int MOST_TRIES = 64;

  /**
   * Limits the faults of its own range that a read retries: after the first, the file may have
   * grown again.
   */
  private static final int MOST_FAULTS = 2;

  private final long address;
  private final long end;
  private volatile int entry = UNGUARDED;

  /** The number of the region's last fault, once the region has left the table. */
  private volatile long lastOfAll;

  /** Whether it has, or had, an entry in the table. */
  private volatile boolean wasGuarded;

  /** The lowest address ever lost, as of the last repair or withdrawal; unsigned. */
  private volatile long lowest = FaultTable.NONE;

  /** Whether the last attempt to repair has failed. */
  private volatile boolean broken;

  protected FaultOwner(long address, long length) {
    this.address = address;
    this.end = address + length;
  }

  /** Returns the address of the first byte. */
  public final long address() {
    return address;
  }

  /** Returns the number of bytes mapped. */
  public final long mapped() {
    return end - address;
  }

  /** Returns the size of the smallest piece that can be mapped here: a page or a huge page. */
  protected abstract long unit();

  protected abstract boolean isWritable();

  /**
   * Returns whether a fault maps zero pages up to the region's end, in one mapping, and not one
   * page only.
   */
  protected abstract boolean isRestoredWhole();

  /**
   * Runs {@code action} while the region stays mapped.
   *
   * @throws IllegalStateException if it is no longer mapped
   */
  protected abstract <R> R whileMapped(Supplier<R> action);

  /**
   * Maps the region's own pages again, in place of zero pages, from address {@code from} on, with
   * the advice, locks and protection that they had.
   *
   * @return false if that is impossible for this region
   */
  protected abstract boolean restore(long from);

  /**
   * Returns the exception for a fault while the bytes at addresses {@code [from, to)} were touched.
   *
   * @param cause what the body or the virtual machine threw, or null
   */
  public abstract RuntimeException explain(Outcome outcome, Throwable cause, long from, long to);

  /** What is known about an operation that met a fault. */
  public enum Outcome {
    /** It returned nothing and was not completed; part of a change may have been made. */
    FAILED,

    /** A change may have been made wholly, partly or not at all. */
    UNKNOWN
  }

  /** Returns the end address, exclusive. */
  final long end() {
    return end;
  }

  final boolean owns(long at) {
    return at - address >= 0 && at - address < end - address;
  }

  final void enter(FaultTable table) {
    long unit = unit();
    long last = (end + unit - 1) & -unit;
    int protection = isWritable() ? FaultGuard.PROT_READ_WRITE : FaultGuard.PROT_READ;
    entry = table.add(address, last, unit, protection, isRestoredWhole());
    wasGuarded = isGuarded();
  }

  final synchronized void leave(FaultTable table) {
    int left = entry;
    if (left != UNGUARDED) {
      table.hide(left);
      // A late operation reads these once the entry belongs to another region.
      noteLow(table.low(left));
      broken = broken && table.isDirty(left);
      lastOfAll = table.last(left);
      entry = UNGUARDED;
      table.free(left);
    }
  }

  /** Takes over zero pages that could not be repaired in the region that this one replaces. */
  public final void inherit(FaultOwner former) {
    long zeros = address + (former.lowest - former.address);
    if (former.broken && isGuarded() && Long.compareUnsigned(zeros, end) < 0) {
      lowest = zeros;
      broken = true;
      FaultGuard.table().repaired(entry, FaultGuard.NEVER);
      FaultTable.count(); // as all may have been clean in between
    }
  }

  /** Returns whether the handler knows the region. */
  public final boolean isGuarded() {
    return entry != UNGUARDED;
  }

  /** Returns whether the handler knows the region, or knew it until it was unmapped. */
  final boolean wasGuarded() {
    return wasGuarded;
  }

  // ---- operations

  /**
   * Reads the bytes at addresses {@code [from, to)}. The body may run more than once.
   *
   * @return the result of a run that met no fault
   */
  final <R> R read(long from, long to, Supplier<R> body) {
    FaultTable table = FaultGuard.table();
    int faults = 0;
    for (int tries = 0; tries < MOST_TRIES && faults < MOST_FAULTS; tries++) {
      repair();
      int entry = entry();
      if (isBroken(table, entry, to)) {
        break;
      }
      long mark = table.repaired(entry);
      R result = body.get();
      if (holds(table, entry, mark) || isBelowFaults(table, entry, to)) {
        return result;
      }
      // Zero pages from a fault below the range say nothing about the range itself.
      long low = table.low(entry);
      faults += low != FaultTable.NONE && Long.compareUnsigned(low, from & -unit()) >= 0 ? 1 : 0;
    }
    repair();
    throw explain(Outcome.FAILED, null, from, to);
  }

  /**
   * Runs once a body that changes the bytes at addresses {@code [from, to)}. If it met a fault, the
   * exception says that the outcome is unknown.
   */
  final <R> R change(long from, long to, Supplier<R> body) {
    FaultTable table = FaultGuard.table();
    repair();
    int entry = entry();
    if (isBroken(table, entry, to)) {
      throw explain(Outcome.FAILED, null, from, to);
    }
    long mark = table.repaired(entry);
    R result = body.get();
    if (holds(table, entry, mark) || isBelowFaults(table, entry, to)) {
      return result;
    }
    throw unknown(null, from, to);
  }

  /**
   * Returns if the bytes at addresses {@code [from, to)} were changed without a fault. The change
   * began when the region was clean and {@code mark} was the number of the last fault.
   */
  final void settle(long mark, long from, long to) {
    FaultTable table = FaultGuard.table();
    int now = entry;
    boolean isDone =
        now == UNGUARDED
            ? Long.compareUnsigned(to, lowest) <= 0
            : table.last(now) <= mark || isBelowFaults(table, now, to);
    if (!isDone) {
      throw unknown(null, from, to);
    }
  }

  /**
   * Begins a body of any kind, which may touch the whole region and runs once. {@link #ended} or
   * {@link #failed} must follow:
   *
   * <pre>{@code
   * long mark = owner.begin();
   * try {
   *   result = body.run();
   * } catch (Throwable e) {
   *   owner.failed(mark, e);
   *   throw e;
   * }
   * owner.ended(mark);
   * return result;
   * }</pre>
   *
   * @throws RuntimeException the explanation, if the region has zero pages that can't be repaired
   */
  public final long begin() {
    if (wasGuarded()) {
      return mark();
    }
    PolledCopy.poll();
    return FaultGuard.NEVER;
  }

  /**
   * Returns if no fault was met since {@link #begin}.
   *
   * @throws RuntimeException the explanation of the fault
   */
  public final void ended(long mark) {
    if (mark == FaultGuard.NEVER) {
      polled(null);
    } else {
      VarHandle.loadLoadFence();
      check(mark);
    }
  }

  /**
   * Returns if no fault was met since {@link #begin}, so that what the body threw is its own
   * failure. Code that reads zeros may throw anything.
   *
   * @throws RuntimeException the explanation of the fault, with {@code thrown} as its cause
   */
  public final void failed(long mark, Throwable thrown) {
    if (mark == FaultGuard.NEVER) {
      polled(thrown);
      return;
    }
    VarHandle.loadLoadFence();
    if (hasFaultedSince(mark)) {
      throw faultDuring(thrown);
    }
  }

  /** Ends a body where there is no guard: HotSpot may report a fault late. */
  private void polled(Throwable thrown) {
    Throwable cause = thrown;
    boolean faulted = thrown instanceof InternalError;
    try {
      PolledCopy.poll();
    } catch (InternalError e) {
      cause = faulted || thrown == null ? e : thrown;
      faulted = true;
    }
    if (faulted) {
      throw explain(Outcome.UNKNOWN, cause, address, end);
    }
  }

  /** Begins an operation that may touch the whole region, and returns its mark. */
  final long mark() {
    FaultTable table = FaultGuard.table();
    repair();
    int entry = entry();
    if (isBroken(table, entry, end)) {
      throw explain(Outcome.FAILED, null, lowest, end);
    }
    return table.repaired(entry);
  }

  /** Returns if no fault has been met since {@link #mark}. The caller has passed a fence. */
  final void check(long mark) {
    if (hasFaultedSince(mark)) {
      throw faultDuring(null);
    }
  }

  /** Keeps its exception whatever the repair throws: the caller must not retry the operation. */
  private RuntimeException unknown(Throwable cause, long from, long to) {
    RuntimeException unknown = explain(Outcome.UNKNOWN, cause, from, to);
    try {
      repair();
    } catch (IllegalStateException e) {
      unknown.addSuppressed(e); // closed or resized meanwhile: nothing is left to repair
    }
    return unknown;
  }

  /** Is exact even if the region has been closed since and its entry belongs to another one. */
  private boolean hasFaultedSince(long mark) {
    int now = entry;
    if (now != UNGUARDED) {
      long last = FaultGuard.table().last(now);
      VarHandle.loadLoadFence();
      if (entry == now) {
        return last != mark;
      }
    }
    return lastOfAll != mark;
  }

  private RuntimeException faultDuring(Throwable cause) {
    int now = entry;
    long low = now == UNGUARDED ? FaultTable.NONE : FaultGuard.table().low(now);
    long first = low != FaultTable.NONE ? low : lowest != FaultTable.NONE ? lowest : address;
    return unknown(cause, Math.max(first, address), end);
  }

  private int entry() {
    int now = entry;
    if (now == UNGUARDED) {
      whileMapped(() -> null); // throws if it is closed
      throw new IllegalStateException("the memory has been mapped elsewhere since");
    }
    return now;
  }

  private static boolean holds(FaultTable table, int entry, long mark) {
    VarHandle.loadLoadFence();
    return table.last(entry) == mark;
  }

  /** Returns whether no byte before {@code to} has ever been on a zero page. */
  private boolean isBelowFaults(FaultTable table, int entry, long to) {
    return Long.compareUnsigned(to, table.low(entry)) <= 0 && Long.compareUnsigned(to, lowest) <= 0;
  }

  /** Returns whether bytes before {@code to} are on zero pages that can't be repaired. */
  private boolean isBroken(FaultTable table, int entry, long to) {
    return broken && table.isDirty(entry) && !isBelowFaults(table, entry, to);
  }

  // ---- repairing

  /** Makes the region show its own pages again, where that is possible. */
  public final void repair() {
    FaultTable table = FaultGuard.table();
    int now = entry;
    if (table != null && now != UNGUARDED && table.isDirty(now)) {
      whileMapped(
          () -> {
            synchronized (this) {
              repair(table, entry());
            }
            return null;
          });
    }
    FaultGuard.publishClean();
  }

  private void repair(FaultTable table, int entry) {
    long last = takeFaults(table, entry);
    if (last != table.repaired(entry)) {
      broken = !restore(lowest);
      if (!broken) {
        table.repaired(entry, last);
      }
    }
  }

  /** Takes {@code low} while no handler is at work; returns the number of the last fault. */
  private long takeFaults(FaultTable table, int entry) {
    while (true) {
      table.awaitHandlers(entry);
      long last = table.last(entry);
      long low = table.low(entry);
      noteLow(low); // before low is reset, because operations read both
      if (table.takeLow(entry, low) && !table.isInside(entry) && table.last(entry) == last) {
        return last;
      }
    }
  }

  /** Returns a number that grows with each fault of the region; 0 if it is not guarded. */
  public final long faults() {
    int now = entry;
    return now == UNGUARDED ? 0 : FaultGuard.table().last(now);
  }

  // ---- notifying

  /** The last fault that {@link #faulted} was called for. */
  private volatile long notified;

  /** Has {@link #faulted} called after each later fault, by the notifier's thread. */
  public final void notifyFaults() {
    int now = entry();
    notified = FaultGuard.table().last(now);
    FaultNotifier.add(this);
  }

  /** Called after a fault at address {@code at} or higher. */
  protected void faulted(long at) {}

  /** Calls {@link #faulted} if there was a fault since the last call. */
  final void notifyNewFault() {
    int now = entry;
    if (now == UNGUARDED) {
      FaultNotifier.remove(this);
      return;
    }
    FaultTable table = FaultGuard.table();
    long last = table.last(now);
    if (last != notified) {
      notified = last;
      long low = table.low(now);
      faulted(low != FaultTable.NONE ? low : lowest);
    }
  }

  /** Returns whether the region has met a fault since it was mapped. */
  public final boolean hasFaulted() {
    return lowestFault() != FaultTable.NONE;
  }

  private void noteLow(long low) {
    if (Long.compareUnsigned(low, lowest) < 0) {
      lowest = low;
    }
  }

  /** Marks the bytes from address {@code low} on as lost, in a region outside the table. */
  final void lose(long low) {
    noteLow(low);
  }

  /** Returns the lowest address ever lost; {@link FaultTable#NONE} if there is none. */
  final long lowestFault() {
    int now = entry;
    if (now != UNGUARDED) {
      long low = FaultGuard.table().low(now);
      // Otherwise the entry may belong to another region, and this one's fault has been noted.
      if (now == entry && Long.compareUnsigned(low, lowest) < 0) {
        return low;
      }
    }
    return lowest;
  }
}
