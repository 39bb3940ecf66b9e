package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Pages;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

// This file is longer than most, because the protocols of operations and repairs must be read
// together.
/**
 * A guarded region of mapped memory. An owner knows its region's addresses, which faults have been
 * repaired, and which exception explains a fault. The package documentation describes the protocol.
 *
 * <p>An owner must not refer to a segment over its region, because that would keep the region
 * mapped forever.
 */
public abstract class FaultOwner {
  /**
   * The entry number of a region that is not in the table; its bytes are copied by {@link
   * PolledCopy}.
   */
  private static final int UNGUARDED = -1;

  /** The maximum number of attempts to read a range while faults keep occurring below it. */
  private static final int MOST_TRIES = 64;

  /**
   * The number of faults in its own range after which a read fails. After the first such fault, the
   * read is retried, because the file may have grown again.
   */
  private static final int MOST_FAULTS = 2;

  private final long address;
  private final long end;
  private volatile int entry = UNGUARDED;

  /** The number of the region's last fault, set when the region leaves the table. */
  private volatile long lastOfAll;

  /** Whether the region has or had an entry in the table. */
  private volatile boolean wasGuarded;

  /**
   * The lowest address ever lost, updated when the region is repaired or leaves the table;
   * unsigned.
   */
  private volatile long lowest = FaultTable.NONE;

  /** Whether the last attempt to repair the region failed. */
  private volatile boolean broken;

  protected FaultOwner(long address, long length) {
    this.address = address;
    this.end = address + length;
  }

  /** Returns the address of the first byte. */
  public final long address() {
    return address;
  }

  /** Returns the length of the region in bytes. */
  public final long mapped() {
    return end - address;
  }

  /** Returns the unit in which this memory can be mapped: the size of a page or of a huge page. */
  protected abstract Pages pages();

  protected abstract boolean isWritable();

  /**
   * Returns whether the handler maps zero pages up to the region's end after a fault, instead of
   * only one unit.
   */
  protected abstract boolean isRestoredWhole();

  /**
   * Runs {@code action} while the region stays mapped.
   *
   * @throws IllegalStateException if the region is no longer mapped
   */
  protected abstract <R> R whileMapped(Supplier<R> action);

  /**
   * Maps the region's own pages again in place of zero pages, from address {@code from} on. Also
   * restores the pages' advice, locks and protection.
   *
   * @return whether the pages were mapped again
   */
  protected abstract boolean restore(long from);

  /**
   * Returns the exception for a fault during access to the bytes at addresses {@code [from, to)}.
   *
   * @param cause the exception that the body or the virtual machine threw, or null
   */
  public abstract RuntimeException explain(Outcome outcome, Throwable cause, long from, long to);

  /** Returns whether the region has holes: parts that read as zeros and take no memory. */
  protected boolean hasHoles() {
    return false;
  }

  /**
   * Returns the address of the first byte at or after {@code at} that is not in a hole, or {@code
   * end} if there is none before.
   */
  protected long nextData(long at, long end) {
    return at;
  }

  /** The possible outcomes of an operation that met a fault. */
  public enum Outcome {
    /** The operation did not complete and returned nothing; part of a change may have been made. */
    FAILED,

    /** The operation may have made its change wholly, partly or not at all. */
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
    Pages pages = pages();
    int protection = isWritable() ? FaultGuard.PROT_READ_WRITE : FaultGuard.PROT_READ;
    entry = table.add(address, pages.whole(end), pages.size(), protection, isRestoredWhole());
    wasGuarded = isGuarded();
  }

  final synchronized void leave(FaultTable table) {
    int left = entry;
    if (left != UNGUARDED) {
      table.hide(left);
      // A late operation may read lowest, broken and lastOfAll after the entry has passed to
      // another region.
      noteLow(table.low(left));
      broken = broken && table.isDirty(left);
      lastOfAll = table.last(left);
      entry = UNGUARDED;
      table.free(left);
    }
  }

  /**
   * Takes over the unrepaired zero pages in the first {@code kept} bytes of {@code former}, the
   * region that this one replaces. Its other pages are not in this region, or were mapped again.
   */
  public final void inherit(FaultOwner former, long kept) {
    long zeros = address + (former.lowest - former.address);
    if (former.broken && isGuarded() && Long.compareUnsigned(zeros, address + kept) < 0) {
      lowest = zeros;
      broken = true;
      FaultGuard.table().repaired(entry, FaultGuard.NEVER);
      FaultTable.count(); // because all regions may have been found clean meanwhile
    }
  }

  /** Returns whether the region is in the handler's table. */
  public final boolean isGuarded() {
    return entry != UNGUARDED;
  }

  /** Returns whether the region is or has been in the handler's table. */
  final boolean wasGuarded() {
    return wasGuarded;
  }

  // ---- operations

  /**
   * Reads the bytes at addresses {@code [from, to)}. The body may run more than once.
   *
   * @return the result of a run without a fault in these bytes
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
      // A fault below the range does not prove that the range is lost, although the fault's zero
      // pages may reach into it.
      long low = table.low(entry);
      faults +=
          low != FaultTable.NONE && Long.compareUnsigned(low, pages().start(from)) >= 0 ? 1 : 0;
    }
    repair();
    throw explain(Outcome.FAILED, null, from, to);
  }

  /**
   * Runs {@code body} once, to change the bytes at addresses {@code [from, to)}. If the body meets
   * a fault, the exception reports that the outcome is unknown.
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
   * Returns normally if the bytes at addresses {@code [from, to)} were changed without a fault;
   * otherwise throws. The change must have begun while all regions were clean and {@code mark} was
   * the number of faults.
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
   * Begins an operation whose body runs once and may access the region's first {@code length}
   * bytes, and returns its mark. Call {@link #ended} or {@link #failed} after the body:
   *
   * <pre>{@code
   * long mark = owner.begin(length);
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
   * @throws RuntimeException the exception that explains the fault, if these bytes have zero pages
   *     that can't be repaired
   */
  public final long begin(long length) {
    if (wasGuarded()) {
      return mark(address + length);
    }
    PolledCopy.poll();
    return FaultGuard.NEVER;
  }

  /**
   * Returns normally if no fault has been met since {@link #begin}.
   *
   * @throws RuntimeException the exception that explains the fault
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
   * Returns normally if no fault has been met since {@link #begin}, so that the caller can rethrow
   * the body's exception. Code that reads zeros from lost pages may throw any exception.
   *
   * @throws RuntimeException the exception that explains the fault, with {@code thrown} as its
   *     cause
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

  /** Ends a body that ran without a guard; HotSpot may report faults of such a body late. */
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

  /** Begins an operation that may access the bytes before address {@code to}; returns its mark. */
  final long mark(long to) {
    FaultTable table = FaultGuard.table();
    repair();
    int entry = entry();
    boolean wasBroken = broken; // read once, because another thread's repair may fail meanwhile
    VarHandle.loadLoadFence();
    long last = table.last(entry); // read before low, which a handler lowers first
    VarHandle.loadLoadFence();
    if (wasBroken && table.isDirty(entry) && !isBelowFaults(table, entry, to)) {
      long low = table.low(entry);
      throw explain(Outcome.FAILED, null, Long.compareUnsigned(low, lowest) < 0 ? low : lowest, to);
    }
    // Zero pages after these bytes remain without being counted as repaired.
    return wasBroken ? last : table.repaired(entry);
  }

  /**
   * Returns normally if no fault has been met since {@link #mark}. The caller must have executed a
   * fence.
   */
  final void check(long mark) {
    if (hasFaultedSince(mark)) {
      throw faultDuring(null);
    }
  }

  /**
   * Returns the exception for an unknown outcome, even if the repair fails, because the caller must
   * not retry the operation.
   */
  private RuntimeException unknown(Throwable cause, long from, long to) {
    RuntimeException unknown = explain(Outcome.UNKNOWN, cause, from, to);
    try {
      repair();
    } catch (IllegalStateException e) {
      unknown.addSuppressed(e); // closed or resized meanwhile, so nothing is left to repair
    }
    return unknown;
  }

  /**
   * Returns whether a fault has been met since {@code mark}. The answer is exact even if the region
   * has been closed and another region uses its entry.
   */
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
      whileMapped(() -> null); // throws if the region is closed
      throw new IllegalStateException("the memory has been mapped elsewhere since");
    }
    return now;
  }

  private static boolean holds(FaultTable table, int entry, long mark) {
    VarHandle.loadLoadFence();
    return table.last(entry) == mark;
  }

  /** Returns whether no byte before address {@code to} has ever been on a zero page. */
  private boolean isBelowFaults(FaultTable table, int entry, long to) {
    return Long.compareUnsigned(to, table.low(entry)) <= 0 && Long.compareUnsigned(to, lowest) <= 0;
  }

  /** Returns whether bytes before address {@code to} are on zero pages that can't be repaired. */
  private boolean isBroken(FaultTable table, int entry, long to) {
    return broken && table.isDirty(entry) && !isBelowFaults(table, entry, to);
  }

  // ---- repairing

  /** Maps the region's own pages again in place of zero pages, if possible. */
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

  /** Resets {@code low} while no handler is at work, and returns the number of the last fault. */
  private long takeFaults(FaultTable table, int entry) {
    while (true) {
      table.awaitHandlers(entry);
      long last = table.last(entry);
      long low = table.low(entry);
      noteLow(low); // noted before low is reset, because operations read both
      if (table.takeLow(entry, low) && !table.isInside(entry) && table.last(entry) == last) {
        return last;
      }
    }
  }

  /**
   * Returns a number that increases with each fault in the region; 0 if the region is not guarded.
   */
  public final long faults() {
    int now = entry;
    return now == UNGUARDED ? 0 : FaultGuard.table().last(now);
  }

  // ---- notifying

  /**
   * The number of the last fault for which {@link #faulted} was called, or which preceded {@link
   * #notifyFaults}.
   */
  private volatile long notified;

  /** Makes the notifier's thread call {@link #faulted} after any later fault. */
  public final void notifyFaults() {
    int now = entry();
    notified = FaultGuard.table().last(now);
    FaultNotifier.add(this);
  }

  /** Handles a fault at or above address {@code at}; does nothing unless overridden. */
  protected void faulted(long at) {}

  /** Calls {@link #faulted} if there has been a fault since the last call. */
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

  /** Returns whether there has been a fault in the region since it was mapped. */
  public final boolean hasFaulted() {
    return lowestFault() != FaultTable.NONE;
  }

  private void noteLow(long low) {
    if (Long.compareUnsigned(low, lowest) < 0) {
      lowest = low;
    }
  }

  /** Marks the bytes from address {@code low} on as lost, in a region that is not in the table. */
  final void lose(long low) {
    noteLow(low);
  }

  /** Returns the lowest address ever lost, or {@link FaultTable#NONE} if none was lost. */
  final long lowestFault() {
    int now = entry;
    if (now != UNGUARDED) {
      long low = FaultGuard.table().low(now);
      // If the field has changed, the former entry may belong to another region now, and lowest
      // already includes this region's faults.
      if (now == entry && Long.compareUnsigned(low, lowest) < 0) {
        return low;
      }
    }
    return lowest;
  }
}
