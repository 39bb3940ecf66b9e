package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Native;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pages that somebody else has mapped, and will unmap without asking the guard.
 *
 * <ol>
 *   <li>No two of these overlap, so that each fault is counted in one place. Guards over the same
 *       pages share them.
 *   <li>A fault maps one page, never all that follow: should the table still list memory that has
 *       been given back, the harm ends there.
 *   <li>Nothing is repaired, because nobody here knows what the pages showed. Everything from the
 *       lowest fault on counts as lost. After the last guard has let go, what is lost stays known
 *       as long as the memory lives, so that this library's reads of it go on to throw.
 *   <li>Memory whose scope has ended is withdrawn whenever somebody maps, guards or lets go of any.
 *       Where this library maps memory at the same addresses, it is withdrawn whatever its scope
 *       says.
 * </ol>
 */
final class ForeignMemory extends FaultOwner {
  /** All that there are; guarded by the class. */
  private static final Set<ForeignMemory> ALL = new HashSet<>();

  /** Whether there are any; for those who map, and don't want to wait for the class. */
  private static volatile boolean any;

  private final ForeignRange range;

  /** Weak, as an automatic arena's memory lives for as long as its scope is reachable. */
  private final WeakReference<MemorySegment.Scope> scope;

  /** Guards that list these pages; guarded by the class. */
  private int users;

  private volatile boolean withdrawn;

  private ForeignMemory(
      long from, long to, ForeignRange range, WeakReference<MemorySegment.Scope> scope) {
    super(from, to - from);
    this.range = range;
    this.scope = scope;
  }

  // ---- all of them

  static boolean any() {
    return any;
  }

  /**
   * Lists the pages that hold {@code range} for one more guard.
   *
   * @param held those that the guard has already; more are added
   * @return those that hold the range
   * @throws RuntimeException the range's exception, if memory there is lost
   * @throws IllegalArgumentException if memory there is this library's
   * @throws IllegalStateException if the table has no room
   */
  static synchronized List<ForeignMemory> hold(
      ForeignRange range, MemorySegment.Scope scope, Set<ForeignMemory> held) {
    long page = Native.pageSize();
    long from = range.start() & -page;
    long to = (range.start() + range.length() + page - 1) & -page;
    List<ForeignMemory> there = new ArrayList<>();
    for (FaultOwner owner : FaultGuard.owners(from, to)) {
      if (!(owner instanceof ForeignMemory pages)) {
        throw new IllegalArgumentException("it is this library's, which guards it itself");
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

  /** One guard lets go of these. */
  static synchronized void letGo(Set<ForeignMemory> held) {
    for (ForeignMemory pages : held) {
      if (--pages.users == 0) {
        pages.withdraw();
      }
    }
    sweep();
  }

  /** Withdraws what its owner has given back. */
  static synchronized void sweep() {
    for (ForeignMemory pages : List.copyOf(ALL)) {
      if (!pages.isAlive()) {
        pages.withdraw();
      }
    }
  }

  /** Withdraws what is stale, and so all pages in a range that the system has given to us. */
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
    // The handler first: when it has let go, the lowest fault is final.
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

  // ---- one of them

  /** Whether its memory is mapped still, as far as its owner tells. */
  boolean isAlive() {
    MemorySegment.Scope alive = scope.get();
    return alive != null && alive.isAlive();
  }

  @Override
  protected long unit() {
    return Native.pageSize();
  }

  /** Who has a segment that can't be written may have got it from somebody who has another. */
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
