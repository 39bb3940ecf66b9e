package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pages that other code has mapped and will unmap without notifying the guard. These rules hold:
 *
 * <ol>
 *   <li>No two instances overlap, so that each fault is counted in one place. Guards over the same
 *       pages share one instance.
 *   <li>After a fault, the handler maps one zero page, never the rest of the region. If the table
 *       still lists memory that has been unmapped, the damage is limited to one page.
 *   <li>Nothing is repaired, because this library can't know what the pages contained. All bytes of
 *       an instance from its lowest fault on count as lost. Lost pages stay listed after the last
 *       guard has released them, as long as the memory is alive. This library's reads of lost pages
 *       therefore still throw an exception.
 *   <li>Memory whose scope has ended is withdrawn whenever this library maps memory and whenever a
 *       guard is created or closed. If this library maps memory at the addresses of foreign memory,
 *       the foreign memory is withdrawn even if its scope is alive.
 * </ol>
 */
final class ForeignMemory extends FaultOwner {
  /** All instances; accessed under the class's lock. */
  private static final Set<ForeignMemory> ALL = new HashSet<>();

  /** Whether there are any instances; may be read without the lock. */
  private static volatile boolean any;

  private final ForeignRange range;

  /**
   * The memory's scope. The reference is weak, because a reachable scope would keep an automatic
   * arena's memory mapped.
   */
  private final WeakReference<MemorySegment.Scope> scope;

  /** The number of guards that hold these pages; accessed under the class's lock. */
  private int users;

  private volatile boolean withdrawn;

  private ForeignMemory(
      long from, long to, ForeignRange range, WeakReference<MemorySegment.Scope> scope) {
    super(from, to - from);
    this.range = range;
    this.scope = scope;
  }

  // ---- all instances

  static boolean any() {
    return any;
  }

  /**
   * Puts the pages of {@code range} under one more guard.
   *
   * @param held the pages that the guard already holds; new ones are added
   * @return the pages of the range
   * @throws RuntimeException the range's exception, if some of its memory is lost
   * @throws IllegalArgumentException if this library has mapped memory in the range
   * @throws IllegalStateException if the table has no room
   */
  static synchronized List<ForeignMemory> hold(
      ForeignRange range, MemorySegment.Scope scope, Set<ForeignMemory> held) {
    Pages size = NativeAccess.pages();
    long from = size.start(range.start());
    long to = size.whole(range.start() + range.length());
    List<ForeignMemory> there = new ArrayList<>();
    for (FaultOwner owner : FaultGuard.owners(from, to)) {
      if (!(owner instanceof ForeignMemory pages)) {
        throw new IllegalArgumentException(
            "the memory belongs to an Mmap, which is guarded already");
      }
      if (!pages.isAlive()) {
        pages.withdraw();
      } else if (Long.compareUnsigned(pages.lowestFault(), to) < 0) {
        throw range.explain(Outcome.FAILED, null, pages.lowestFault());
      } else {
        there.add(pages);
      }
    }
    List<ForeignMemory> all = new ArrayList<>();
    long at = from;
    for (ForeignMemory pages : there) {
      if (at < pages.address()) {
        all.add(held(added(at, pages.address(), range, scope), held));
      }
      all.add(held(pages, held));
      at = pages.end();
    }
    if (at < to) {
      all.add(held(added(at, to, range, scope), held));
    }
    return all;
  }

  private static ForeignMemory held(ForeignMemory pages, Set<ForeignMemory> held) {
    if (held.add(pages)) {
      pages.users++;
    }
    return pages;
  }

  private static ForeignMemory added(
      long from, long to, ForeignRange range, MemorySegment.Scope scope) {
    ForeignMemory pages = new ForeignMemory(from, to, range, new WeakReference<>(scope));
    if (!FaultGuard.tryAdd(pages)) {
      throw new IllegalStateException(
          "the guard's table is full: it has room for " + FaultTable.MOST_ENTRIES + " regions");
    }
    list(pages);
    return pages;
  }

  private static void list(ForeignMemory pages) {
    ALL.add(pages);
    any = true;
  }

  /** Releases the pages that one guard held. */
  static synchronized void letGo(Set<ForeignMemory> held) {
    for (ForeignMemory pages : held) {
      if (--pages.users == 0) {
        pages.withdraw();
      }
    }
    sweep();
  }

  /** Withdraws memory whose scope has ended. */
  static synchronized void sweep() {
    for (ForeignMemory pages : List.copyOf(ALL)) {
      if (!pages.isAlive()) {
        pages.withdraw();
      }
    }
  }

  /**
   * Withdraws all foreign pages at addresses where this library has mapped memory of its own, and
   * any memory whose scope has ended.
   */
  static void makeWay(long from, long to) {
    if (!any) {
      return;
    }
    synchronized (ForeignMemory.class) {
      for (FaultOwner owner : FaultGuard.owners(from, to)) {
        if (owner instanceof ForeignMemory pages) {
          pages.forget();
        }
      }
      sweep();
    }
  }

  private void withdraw() {
    if (!ALL.contains(this)) {
      return;
    }
    withdrawn = true;
    // Leave the table first, because the lowest fault is final only once no handler is inside.
    leave(FaultGuard.table());
    long lost = lowestFault();
    if (lost != FaultTable.NONE && isAlive()) {
      ForeignMemory rest = new ForeignMemory(lost, end(), range, scope);
      rest.withdrawn = true;
      rest.lose(lost);
      FaultGuard.list(rest);
      list(rest);
    }
    forget();
  }

  private void forget() {
    withdrawn = true;
    leave(FaultGuard.table());
    FaultGuard.unlist(this);
    ALL.remove(this);
    any = !ALL.isEmpty();
  }

  // ---- one instance

  /** Returns whether the memory is still mapped, judging by its scope. */
  boolean isAlive() {
    MemorySegment.Scope alive = scope.get();
    return alive != null && alive.isAlive();
  }

  @Override
  protected Pages pages() {
    return NativeAccess.pages();
  }

  /**
   * Returns true, because even a read-only segment may be a view of memory that other code writes.
   */
  @Override
  protected boolean isWritable() {
    return true;
  }

  @Override
  protected boolean isRestoredWhole() {
    return false;
  }

  @Override
  protected <R> R whileMapped(Supplier<R> action) {
    if (withdrawn) {
      throw new IllegalStateException("the memory's guard has been closed meanwhile");
    }
    return action.get();
  }

  @Override
  protected boolean restore(long from) {
    return false;
  }

  @Override
  public RuntimeException explain(Outcome outcome, Throwable cause, long from, long to) {
    long low = lowestFault();
    long first = Long.compareUnsigned(low, from) > 0 && low != FaultTable.NONE ? low : from;
    return range.explain(outcome, cause, first);
  }
}
