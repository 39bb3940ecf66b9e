package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The door to mapped memory: whatever reads or writes bytes that may belong to a truncated file
 * does it here, or by the protocol that the package's page describes.
 *
 * <p>Operations that are often and short write the protocol's first half out, and come here when a
 * comparison fails:
 *
 * <pre>{@code
 * long mark = FaultGuard.mark();
 * if (FaultGuard.holds(mark)) {
 *   int value = memory.get(JAVA_BYTE, offset);
 *   if (FaultGuard.holds(mark)) {
 *     return value;
 *   }
 * }
 * return FaultGuard.read(memory, offset, offset + 1, (bytes, at) -> (int) bytes.get(JAVA_BYTE, at));
 * }</pre>
 */
public final class FaultGuard {
  /** What every virtual machine can allocate. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  static final int PROT_READ = 1;
  static final int PROT_READ_WRITE = 3;

  /** No number of faults: where this is the mark, every comparison fails. */
  static final long NEVER = -1;

  /** All owners, by the address where their memory begins. */
  private static final ConcurrentSkipListMap<Long, FaultOwner> OWNERS =
      new ConcurrentSkipListMap<>();

  /** The owner that was asked for last, so that it is found again at once; races do no harm. */
  private static FaultOwner recent;

  /** How many faults there had been when every region was clean last. */
  private static volatile long clean;

  private static final VarHandle CLEAN;

  static {
    try {
      CLEAN = MethodHandles.lookup().findStaticVarHandle(FaultGuard.class, "clean", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static volatile Orphans orphans;

  /** An entry that was dirty when they were looked through last. */
  private static volatile int dirty;

  private FaultGuard() {}

  /** Reads bytes; {@code memory} holds them from {@code offset} on. May be called again. */
  public interface Reader<R> {
    R read(MemorySegment memory, long offset);
  }

  /** Writes bytes; {@code memory} is to hold them from {@code offset} on. */
  public interface Writer {
    void write(MemorySegment memory, long offset);
  }

  /** Makes the exception for a change whose region is gone, so that nobody can tell of it. */
  public interface Orphans {
    RuntimeException unknown(long from, long to, long length);
  }

  /** Has exceptions made by {@code orphans}; before any memory is mapped. */
  public static void orphansBy(Orphans maker) {
    orphans = maker;
  }

  // ---- the protocol's first half

  /** The number of faults so far, if all regions are clean; else another number. */
  public static long mark() {
    return clean;
  }

  /** Whether memory may be touched after {@code mark}: there is no region without a guard. */
  public static boolean isGuarded(long mark) {
    return mark != NEVER;
  }

  /** Whether {@code mark} says that all regions are clean: before a change, which is made once. */
  public static boolean isClean(long mark) {
    return FaultTable.COUNTERS.get(JAVA_LONG, FaultTable.ENTERED) == mark;
  }

  /** Whether there has been no fault since, and was no region that was not clean. */
  public static boolean holds(long mark) {
    VarHandle.loadLoadFence();
    return FaultTable.COUNTERS.get(JAVA_LONG, FaultTable.ENTERED) == mark;
  }

  // ---- operations

  /**
   * Whether bytes of {@code memory} may be read where they are, by any code, between two {@link
   * #holds}. If not, they have to be copied, by {@link #copy}.
   */
  public static boolean isDirect(MemorySegment memory) {
    if (!memory.isNative()) {
      return true;
    }
    if (memory.isMapped() || clean == NEVER) {
      FaultOwner owner = owner(memory, 0);
      return owner == null ? !memory.isMapped() : isGuarded(owner, memory);
    }
    return true;
  }

  /** Whether each byte is guarded, by {@code owner}, which has the first, or those next to it. */
  private static boolean isGuarded(FaultOwner owner, MemorySegment memory) {
    long end = memory.address() + memory.byteSize();
    FaultOwner next = owner;
    while (next != null && next.isGuarded()) {
      if (end <= next.end()) {
        return true;
      }
      next = OWNERS.get(next.end());
    }
    return false;
  }

  /**
   * Reads bytes {@code [from, to)} of any segment. Where the memory has no guard, the reader gets a
   * copy of them, so the range must not be long.
   *
   * @throws RuntimeException the owner's exception for a fault
   */
  public static <R> R read(MemorySegment memory, long from, long to, Reader<R> reader) {
    if (isDirect(memory)) {
      long mark = mark();
      if (holds(mark)) {
        R result = reader.read(memory, from);
        if (holds(mark)) {
          requireNothingLost(Outcome.FAILED, memory, from, to);
          return result;
        }
      }
      FaultOwner owner = owner(memory, from);
      long base = memory.address();
      if (owner != null && base + to <= owner.end()) {
        return owner.read(base + from, base + to, () -> reader.read(memory, from));
      }
      R result = reader.read(memory, from);
      requireNothingLost(Outcome.FAILED, memory, from, to);
      return result;
    }
    byte[] copy = new byte[Math.toIntExact(to - from)];
    copyPolled(memory, from, MemorySegment.ofArray(copy), 0, copy.length);
    return reader.read(MemorySegment.ofArray(copy), 0);
  }

  /** Copies {@code count} bytes of any segment to one on the heap, likewise. */
  public static void copy(
      MemorySegment memory, long from, MemorySegment heap, long at, long count) {
    if (isDirect(memory)) {
      read(
          memory,
          from,
          from + count,
          (bytes, offset) -> {
            MemorySegment.copy(bytes, JAVA_BYTE, offset, heap, JAVA_BYTE, at, count);
            return null;
          });
    } else {
      copyPolled(memory, from, heap, at, count);
    }
  }

  /**
   * A copy of {@code count} bytes of any segment.
   *
   * @throws IllegalStateException if no array can hold them
   */
  public static byte[] copy(MemorySegment memory, long from, long count) {
    if (count > LONGEST_ARRAY) {
      throw new IllegalStateException(
          count + " bytes don't fit into an array of at most " + LONGEST_ARRAY);
    }
    byte[] copy = new byte[(int) count];
    copy(memory, from, MemorySegment.ofArray(copy), 0, count);
    return copy;
  }

  private static void copyPolled(
      MemorySegment memory, long from, MemorySegment heap, long at, long count) {
    try {
      PolledCopy.copy(memory, from, heap, at, count);
    } catch (InternalError e) {
      throw explained(e, Outcome.FAILED, memory, from, from + count);
    }
    requireNothingLost(Outcome.FAILED, memory, from, from + count);
  }

  /** Copies bytes from the heap to {@code [from, from + count)} of any segment, once. */
  public static void write(
      MemorySegment heap, long at, MemorySegment memory, long from, long count) {
    if (isDirect(memory)) {
      change(
          memory,
          from,
          from + count,
          () -> {
            MemorySegment.copy(heap, JAVA_BYTE, at, memory, JAVA_BYTE, from, count);
            return null;
          });
    } else {
      try {
        PolledCopy.copy(heap, at, memory, from, count);
      } catch (InternalError e) {
        throw explained(e, Outcome.UNKNOWN, memory, from, from + count);
      }
      requireNothingLost(Outcome.UNKNOWN, memory, from, from + count);
    }
  }

  /**
   * Runs a body that changes bytes {@code [from, to)} of {@code memory}, once. Where the memory has
   * no guard, the body may be plain stores, or one exchange, and nothing else.
   */
  public static <R> R change(MemorySegment memory, long from, long to, Supplier<R> body) {
    if (isDirect(memory)) {
      long mark = mark();
      if (holds(mark)) {
        R result = body.get();
        if (!holds(mark)) {
          settle(mark, memory, from, to);
        }
        return result;
      }
      FaultOwner owner = owner(memory, from);
      long base = memory.address();
      if (owner != null && base + to <= owner.end()) {
        return owner.change(base + from, base + to, body);
      }
      R result = body.get();
      requireNothingLost(Outcome.UNKNOWN, memory, from, to);
      return result;
    }
    return polled(memory, from, to, body);
  }

  /** After a change that began when {@code mark} held: returns if it was done. */
  public static void settle(long mark, MemorySegment memory, long from, long to) {
    FaultOwner owner = memory.isNative() ? owner(memory, from) : null;
    long base = memory.address();
    if (owner != null && base + to <= owner.end()) {
      owner.settle(mark, base + from, base + to);
    } else {
      requireNothingLost(Outcome.UNKNOWN, memory, from, to);
    }
    VarHandle.loadLoadFence();
    if (!memory.scope().isAlive()) {
      // Closed or resized since: then nobody was asked, or another who has the addresses now.
      throw orphans.unknown(from, to, memory.byteSize());
    }
  }

  /**
   * Runs a body where there is no guard: with HotSpot's own handling of faults, which knows some
   * instructions only.
   */
  public static <R> R polled(MemorySegment memory, long from, long to, Supplier<R> body) {
    PolledCopy.poll();
    try {
      R result = body.get();
      PolledCopy.poll();
      requireNothingLost(Outcome.UNKNOWN, memory, from, to);
      return result;
    } catch (InternalError e) {
      throw explained(e, Outcome.UNKNOWN, memory, from, to);
    }
  }

  /**
   * After bytes {@code [from, to)} were touched: returns if no memory of others is lost there. They
   * may be guarded in part only, or no more, so that an operation finds no owner to ask.
   */
  private static void requireNothingLost(
      Outcome outcome, MemorySegment memory, long from, long to) {
    if (!ForeignMemory.any() || !memory.isNative()) {
      return;
    }
    VarHandle.loadLoadFence();
    long start = memory.address() + from;
    long end = memory.address() + to;
    for (FaultOwner owner : owners(start, end)) {
      if (owner instanceof ForeignMemory pages
          && Long.compareUnsigned(pages.lowestFault(), end) < 0
          && pages.isAlive()) {
        throw pages.explain(outcome, null, start, end);
      }
    }
  }

  private static RuntimeException explained(
      InternalError fault, Outcome outcome, MemorySegment memory, long from, long to) {
    FaultOwner owner = owner(memory, from);
    if (owner == null) {
      throw fault;
    }
    return owner.explain(outcome, fault, memory.address() + from, memory.address() + to);
  }

  // ---- owners

  /** Who has mapped the byte at {@code offset}; null for memory of others. */
  static FaultOwner owner(MemorySegment memory, long offset) {
    long at = memory.address() + offset;
    FaultOwner last = recent;
    if (last != null && last.owns(at) && last.isGuarded()) {
      return last;
    }
    Map.Entry<Long, FaultOwner> below = OWNERS.floorEntry(at);
    if (below == null || !below.getValue().owns(at)) {
      return null;
    }
    recent = below.getValue();
    return below.getValue();
  }

  /** Who has mapped bytes of {@code [from, to)}, addresses; from the lowest on. */
  static List<FaultOwner> owners(long from, long to) {
    if (from >= to) {
      return List.of();
    }
    Map.Entry<Long, FaultOwner> below = OWNERS.floorEntry(from);
    long first = below != null && below.getValue().owns(from) ? below.getKey() : from;
    return List.copyOf(OWNERS.subMap(first, to).values());
  }

  /** Whether {@code memory} is this library's, or part of it is. */
  public static boolean isOwn(MemorySegment memory) {
    return memory.isNative()
        && owners(memory.address(), memory.address() + memory.byteSize()).stream()
            .anyMatch(owner -> !(owner instanceof ForeignMemory));
  }

  /** Puts memory of others under the guard; returns whether there was room in the table. */
  static boolean tryAdd(ForeignMemory memory) {
    OWNERS.put(memory.address(), memory);
    memory.enter(FaultHandler.table());
    if (!memory.isGuarded()) {
      OWNERS.remove(memory.address(), memory);
    }
    return memory.isGuarded();
  }

  /** Keeps memory known of which all is lost. */
  static void list(ForeignMemory lost) {
    OWNERS.put(lost.address(), lost);
  }

  /** The opposite of {@link #tryAdd}, after the table, and of {@link #list}. */
  static void unlist(ForeignMemory memory) {
    OWNERS.remove(memory.address(), memory);
    publishClean();
  }

  /** Puts a region under the guard; before anybody is given its memory. */
  public static void add(FaultOwner owner) {
    ForeignMemory.makeWay(owner.address(), owner.end());
    OWNERS.put(owner.address(), owner);
    FaultTable table = FaultHandler.table();
    if (table != null) {
      owner.enter(table);
    }
    if (!owner.isGuarded()) {
      clean = NEVER;
    }
  }

  /**
   * Takes a region out; after nobody can reach its memory any more, and before that is given back.
   *
   * @return whether it was there
   */
  public static boolean remove(FaultOwner owner) {
    boolean there = OWNERS.remove(owner.address(), owner);
    if (recent == owner) {
      recent = null;
    }
    if (there && owner.isGuarded()) {
      owner.leave(FaultHandler.table());
      publishClean();
    }
    return there;
  }

  public static List<FaultOwner> owners() {
    return List.copyOf(OWNERS.values());
  }

  static FaultTable table() {
    return FaultHandler.table();
  }

  /** Lets short operations be fast again, if all regions are clean. */
  static void publishClean() {
    long before = clean;
    if (before == NEVER) {
      return;
    }
    FaultTable table = table();
    if (table == null) {
      return;
    }
    long done = FaultTable.done();
    VarHandle.fullFence();
    long entered = FaultTable.entered();
    if (entered == before || entered != done || table.isUsedAndDirty(dirty)) {
      return;
    }
    int found = table.nextDirty(0);
    if (found >= 0) {
      dirty = found;
      return;
    }
    VarHandle.fullFence();
    if (FaultTable.entered() == entered) {
      CLEAN.compareAndSet(before, entered); // another may say that it never is
    }
  }
}
