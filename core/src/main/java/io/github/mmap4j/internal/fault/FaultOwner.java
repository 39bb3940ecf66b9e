package io.github.mmap4j.internal.fault;

import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * A region of mapped memory, as the guard knows it: where it is, which of its faults have been
 * repaired, and what a fault means. The package's page has the protocol; the numbers in comments
 * are those of its rules.
 *
 * <p>It must not refer to a segment over the region, as it would keep it mapped for ever.
 */
public abstract class FaultOwner {
  /** Has no entry in the table: its memory is copied out of, see {@link PolledCopy}. */
  private static final int UNGUARDED = -1;

  /** Times that a read is tried while others meet faults below its range. */
  private static final int MOST_TRIES = 64;

  /**
   * Faults of its own range that a read gives up at: the first may be of a file that grows again.
   */
  private static final int MOST_FAULTS = 2;

  private final long address;
  private final long end;
  private volatile int entry = UNGUARDED;

  /** The number of the last fault of all, once the region has left the table. */
  private volatile long lastOfAll;

  /** Whether it has, or had, an entry in the table. */
  private volatile boolean wasGuarded;

  /** The lowest address that was ever faulted on and repaired or broken; unsigned. */
  private volatile long lowest = FaultTable.NONE;

  /** Whether the last attempt to repair has failed. */
  private volatile boolean broken;

  protected FaultOwner(long address, long length) {
    this.address = address;
    this.end = address + length;
  }

  /** The address of the first byte. */
  public final long address() {
    return address;
  }

  /** The bytes that are mapped. */
  public final long mapped() {
    return end - address;
  }

  /** Bytes of the smallest piece that can be mapped here: a page, or a huge page. */
  protected abstract long unit();

  protected abstract boolean isWritable();

  /**
   * Whether a fault may turn all that follows in the region into zeros, which costs one mapping.
   */
  protected abstract boolean isRestoredWhole();

  /**
   * Runs {@code action} while the region stays mapped.
   *
   * @throws IllegalStateException if it is mapped no more
   */
  protected abstract <R> R whileMapped(Supplier<R> action);

  /**
   * Maps what the region shows over its pages from {@code from} on, an address, in place of zeros;
   * with the advice, locks and protection that they had.
   *
   * @return whether that was done; false if it can't be for this region
   */
  protected abstract boolean restore(long from);

  /**
   * The exception for a fault while bytes {@code [from, to)}, addresses, were touched.
   *
   * @param cause what the body threw, or the virtual machine, or null
   */
  public abstract RuntimeException explain(Outcome outcome, Throwable cause, long from, long to);

  /** What is known of an operation that met a fault. */
  public enum Outcome {
    /** It returned nothing; nothing was changed, or only in part. */
    FAILED,

    /** It may have been done, in part or whole, or not at all. */
    UNKNOWN
  }

  /** The address behind the last byte. */
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
      // An operation that is late asks for this once the entry is another's.
      noteLow(table.low(left));
      broken = broken && table.isDirty(left);
      lastOfAll = table.last(left);
      entry = UNGUARDED;
      table.free(left);
    }
  }

  /** Takes over zeros that a region, which this one begins with, could not be rid of. */
  public final void inherit(FaultOwner former) {
    long zeros = address + (former.lowest - former.address);
    if (former.broken && isGuarded() && Long.compareUnsigned(zeros, end) < 0) {
      lowest = zeros;
      broken = true;
      FaultGuard.table().repaired(entry, FaultGuard.NEVER);
      FaultTable.count(); // as all may have been clean in between
    }
  }

  /** Whether the handler knows the region. */
  public final boolean isGuarded() {
    return entry != UNGUARDED;
  }

  /** Whether the handler knows the region, or knew it until its memory was given back. */
  final boolean wasGuarded() {
    return wasGuarded;
  }

  // ---- operations

  /**
   * Reads bytes {@code [from, to)}, addresses, by a body that can be repeated.
   *
   * @return what the body returned when no fault was in its way
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
      // Zeros that came of a fault below the range say nothing of the range itself.
      long low = table.low(entry);
      faults += low != FaultTable.NONE && Long.compareUnsigned(low, from & -unit()) >= 0 ? 1 : 0;
    }
    repair();
    throw explain(Outcome.FAILED, null, from, to);
  }

  /**
   * Runs a body that changes bytes {@code [from, to)}, addresses, once. What it did counts where no
   * fault was in its way; else nobody knows.
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
   * Returns if a change of bytes {@code [from, to)}, addresses, was done that began when the region
   * was clean and {@code mark} faults had been met.
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
   * Begins a body of any kind, which may touch all of the region and is run once. {@link #ended} or
   * {@link #failed} follows:
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
   * @throws RuntimeException the explanation, if the region is zeros that can't be repaired
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
   * Returns if what the body has thrown is its own: if no fault was met since {@link #begin}. What
   * it makes of zeros may be an exception of any kind.
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

  /** The end of a body, where there is no guard; HotSpot may tell of a fault late. */
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

  /** Begins an operation that may touch all of the region. */
  final long mark() {
    FaultTable table = FaultGuard.table();
    repair();
    int entry = entry();
    if (isBroken(table, entry, end)) {
      throw explain(Outcome.FAILED, null, lowest, end);
    }
    return table.repaired(entry);
  }

  /** After a fence: returns if no fault has been met since {@link #mark}. */
  final void check(long mark) {
    if (hasFaultedSince(mark)) {
      throw faultDuring(null);
    }
  }

  /** An operation that may have been done must not end like one that can be tried again. */
  private RuntimeException unknown(Throwable cause, long from, long to) {
    RuntimeException unknown = explain(Outcome.UNKNOWN, cause, from, to);
    try {
      repair();
    } catch (IllegalStateException e) {
      unknown.addSuppressed(e); // closed or resized meanwhile, so that nothing is left to repair
    }
    return unknown;
  }

  /** Exact also where the region has been closed since, and its entry is another's. */
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

  /** Whether no byte before {@code to} has ever been a zero of the handler's. */
  private boolean isBelowFaults(FaultTable table, int entry, long to) {
    return Long.compareUnsigned(to, table.low(entry)) <= 0 && Long.compareUnsigned(to, lowest) <= 0;
  }

  /** Whether bytes before {@code to} are zeros that can't be repaired. */
  private boolean isBroken(FaultTable table, int entry, long to) {
    return broken && table.isDirty(entry) && !isBelowFaults(table, entry, to);
  }

  // ---- repairing

  /** Makes the region show what it is mapped from, where that can be done. */
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

  /** Takes note of the faults so far, with no handler at work; the number of the last one. */
  private long takeFaults(FaultTable table, int entry) {
    while (true) {
      table.awaitHandlers(entry);
      long last = table.last(entry);
      long low = table.low(entry);
      noteLow(low); // before it is taken from the table, as others compare with both
      if (table.takeLow(entry, low) && !table.isInside(entry) && table.last(entry) == last) {
        return last;
      }
    }
  }

  /** Grows with each fault of the region, if that is guarded. */
  public final long faults() {
    int now = entry;
    return now == UNGUARDED ? 0 : FaultGuard.table().last(now);
  }

  // ---- telling

  /** The last fault that {@link #faulted} was told of. Only the notifier's thread changes it. */
  private volatile long told;

  /** From now on {@link #faulted} is called after each fault, by another thread. */
  public final void tellFaults() {
    int now = entry();
    told = FaultGuard.table().last(now);
    FaultNotifier.add(this);
  }

  /** The region has met a fault at {@code address} or behind it. */
  protected void faulted(long at) {}

  final void tell() {
    int now = entry;
    if (now == UNGUARDED) {
      FaultNotifier.remove(this);
      return;
    }
    FaultTable table = FaultGuard.table();
    long last = table.last(now);
    if (last != told) {
      told = last;
      long low = table.low(now);
      faulted(low != FaultTable.NONE ? low : lowest);
    }
  }

  private void noteLow(long low) {
    if (Long.compareUnsigned(low, lowest) < 0) {
      lowest = low;
    }
  }

  /** Marks what is from {@code low} on as lost, of a region that is never entered. */
  final void lose(long low) {
    noteLow(low);
  }

  /** The lowest address that was ever faulted on; {@link FaultTable#NONE} if none was. */
  final long lowestFault() {
    int now = entry;
    if (now != UNGUARDED) {
      long low = FaultGuard.table().low(now);
      // Else the entry may be another's by now, and this one's fault has been noted.
      if (now == entry && Long.compareUnsigned(low, lowest) < 0) {
        return low;
      }
    }
    return lowest;
  }

  /** Whether the region has met a fault since it was mapped. */
  public final boolean hasFaulted() {
    int now = entry;
    return now != UNGUARDED
        && (lowest != FaultTable.NONE || FaultGuard.table().low(now) != FaultTable.NONE);
  }
}
