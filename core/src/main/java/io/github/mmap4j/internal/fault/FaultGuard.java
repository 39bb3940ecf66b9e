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

// This file is longer than most, because every way to access memory needs a guarded form and a
// copying form.
/**
 * Reads and writes memory whose file may be truncated. All of the library's accesses to mapped
 * memory go through this class or follow the protocol in the package documentation.
 *
 * <p>Short, frequent operations contain the fast path themselves, and call a method such as {@link
 * #read} only if a comparison fails:
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
  /** The maximum array length that every virtual machine supports. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  static final int PROT_READ = 1;
  static final int PROT_READ_WRITE = 3;

  /**
   * The value of the mark once any region has been mapped without a guard. No fault number equals
   * this mark, so {@link #holds} returns false for it.
   */
  static final long NEVER = -1;

  /** All owners, keyed by the address of their first byte. */
  private static final ConcurrentSkipListMap<Long, FaultOwner> OWNERS =
      new ConcurrentSkipListMap<>();

  /** A cache of the owner that the last lookup found; data races on it are harmless. */
  private static FaultOwner recent;

  /** The number of faults when all regions were last found clean, or {@link #NEVER}. */
  private static volatile long clean;

  private static final VarHandle CLEAN;

  static {
    try {
      CLEAN = MethodHandles.lookup().findStaticVarHandle(FaultGuard.class, "clean", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The maker of exceptions for changes to unmapped regions, set by the package that maps memory.
   */
  private static volatile Orphans orphans;

  /** An entry that was dirty at the last scan and probably still is. */
  private static volatile int dirty;

  private FaultGuard() {}

  /**
   * Reads the bytes that begin at {@code offset} in {@code memory}. A reader may be called again
   * for the same bytes.
   */
  public interface Reader<R> {
    R read(MemorySegment memory, long offset);
  }

  /**
   * Makes the exception for a change whose outcome is unknown and whose region has since been
   * unmapped.
   */
  public interface Orphans {
    RuntimeException unknown(long from, long to, long length);
  }

  /**
   * Sets the maker of exceptions for changes to unmapped regions. Call this method before any
   * memory is mapped.
   */
  public static void orphansBy(Orphans maker) {
    orphans = maker;
  }

  // ---- the fast path

  /**
   * Returns the number of faults when all regions were last found clean, or a number that no fault
   * has.
   */
  public static long mark() {
    return clean;
  }

  /**
   * Returns whether every region was guarded at {@code mark}, so that memory may be read in place.
   */
  public static boolean isGuarded(long mark) {
    return mark != NEVER;
  }

  /** Returns whether all regions are still clean, as at {@code mark}; called before a change. */
  public static boolean isClean(long mark) {
    return FaultTable.COUNTERS.get(JAVA_LONG, FaultTable.ENTERED) == mark;
  }

  /** Returns whether all regions were clean at {@code mark} and no fault has been met since. */
  public static boolean holds(long mark) {
    VarHandle.loadLoadFence();
    return FaultTable.COUNTERS.get(JAVA_LONG, FaultTable.ENTERED) == mark;
  }

  // ---- operations

  /**
   * Returns whether {@code memory} may be read in place, between two calls to {@link #holds}. If
   * not, its bytes must be copied with {@link #copy}.
   */
  public static boolean isDirect(MemorySegment memory) {
    if (!memory.isNative() || memory.byteSize() == 0) {
      return true;
    }
    if (memory.isMapped() || clean == NEVER) {
      FaultOwner owner = owner(memory, 0);
      return owner == null ? !memory.isMapped() : isGuarded(owner, memory);
    }
    return true;
  }

  /**
   * Returns whether all bytes of {@code memory} are guarded, by {@code owner}, which owns the first
   * byte, or by the owners that follow.
   */
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
   * Reads bytes {@code [from, to)} of any segment. If the memory has no guard, the reader gets a
   * copy of the range, so the range must be short.
   *
   * @throws RuntimeException if a fault occurred; the memory's owner supplies the exception
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
      FaultOwner owner = owner(memory, from, to);
      if (owner != null) {
        long base = memory.address();
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

  /** Copies {@code count} bytes from any segment to a segment on the heap. */
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
   * Copies {@code count} bytes from any segment to an array. Creates no object unless the memory
   * has no guard or a fault has occurred.
   */
  public static void copy(MemorySegment memory, long from, byte[] array, int at, int count) {
    if (isDirect(memory)) {
      long mark = mark();
      if (holds(mark)) {
        MemorySegment.copy(memory, JAVA_BYTE, from, array, at, count);
        if (holds(mark)) {
          requireNothingLost(Outcome.FAILED, memory, from, from + count);
          return;
        }
      }
    }
    copy(memory, from, MemorySegment.ofArray(array), at, (long) count);
  }

  /**
   * Returns a copy of {@code count} bytes from any segment.
   *
   * @throws IllegalStateException if the bytes don't fit into an array
   */
  public static byte[] copy(MemorySegment memory, long from, long count) {
    byte[] copy = new byte[arrayLength(count)];
    copy(memory, from, copy, 0, copy.length);
    return copy;
  }

  /**
   * Returns the length of an array for {@code count} bytes.
   *
   * @throws IllegalStateException if no array is that long, as in {@link MemorySegment#toArray}
   */
  public static int arrayLength(long count) {
    if (count > LONGEST_ARRAY) {
      throw new IllegalStateException(
          "%d bytes don't fit into an array of at most %d; take them as a segment"
              .formatted(count, LONGEST_ARRAY));
    }
    return (int) count;
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

  /**
   * Copies bytes from the heap to {@code [from, from + count)} in any segment, and never repeats
   * the copy.
   */
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
   * Runs {@code body} once, to change bytes {@code [from, to)} of {@code memory}. If the memory has
   * no guard, the body may make only plain stores or one atomic exchange.
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
      FaultOwner owner = owner(memory, from, to);
      if (owner != null) {
        return owner.change(memory.address() + from, memory.address() + to, body);
      }
      R result = body.get();
      requireNothingLost(Outcome.UNKNOWN, memory, from, to);
      return result;
    }
    return polled(memory, from, to, body);
  }

  /**
   * Returns normally if a change that began while {@code mark} held met no fault; otherwise throws.
   */
  public static void settle(long mark, MemorySegment memory, long from, long to) {
    FaultOwner owner = owner(memory, from, to);
    if (owner != null) {
      owner.settle(mark, memory.address() + from, memory.address() + to);
    } else {
      requireNothingLost(Outcome.UNKNOWN, memory, from, to);
    }
    VarHandle.loadLoadFence();
    if (!memory.scope().isAlive()) {
      // The memory has been closed or resized since the change began. Either no owner was found, or
      // the owner of a newer mapping at the same addresses.
      throw orphans.unknown(from, to, memory.byteSize());
    }
  }

  /**
   * Runs {@code body} once without a guard. Faults in the body go to HotSpot's own handler, which
   * can handle faults of only some instructions.
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
   * Returns normally if bytes {@code [from, to)}, which were read in place between two calls to
   * {@link #holds}, are not lost foreign memory.
   */
  public static void checkRead(MemorySegment memory, long from, long to) {
    requireNothingLost(Outcome.FAILED, memory, from, to);
  }

  /**
   * Returns normally if none of the accessed bytes {@code [from, to)} is lost foreign memory. If
   * the bytes are only partly guarded, or no longer guarded, the operation has found no owner to
   * check.
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

  /** Returns the owner of the byte at {@code offset}, or null if the guard knows none. */
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

  /**
   * Returns the single owner of all bytes {@code [from, to)}, or null if there is none. An empty
   * range has no owner: the address at the end of a mapping may be where another begins.
   */
  static FaultOwner owner(MemorySegment memory, long from, long to) {
    FaultOwner owner = memory.isNative() && from < to ? owner(memory, from) : null;
    return owner != null && memory.address() + to <= owner.end() ? owner : null;
  }

  /** Returns the owners of bytes at addresses {@code [from, to)}, in ascending order. */
  static List<FaultOwner> owners(long from, long to) {
    if (from >= to) {
      return List.of();
    }
    Map.Entry<Long, FaultOwner> below = OWNERS.floorEntry(from);
    long first = below != null && below.getValue().owns(from) ? below.getKey() : from;
    return List.copyOf(OWNERS.subMap(first, to).values());
  }

  /** Returns whether this library has mapped {@code memory} or part of it. */
  public static boolean isOwn(MemorySegment memory) {
    return memory.isNative()
        && owners(memory.address(), memory.address() + memory.byteSize()).stream()
            .anyMatch(owner -> !(owner instanceof ForeignMemory));
  }

  /** Puts foreign memory under the guard and returns whether the table had room. */
  static boolean tryAdd(ForeignMemory memory) {
    OWNERS.put(memory.address(), memory);
    memory.enter(FaultHandler.table());
    if (!memory.isGuarded()) {
      OWNERS.remove(memory.address(), memory);
    }
    return memory.isGuarded();
  }

  /** Lists memory that is wholly lost, so that reading it throws an exception. */
  static void list(ForeignMemory lost) {
    OWNERS.put(lost.address(), lost);
  }

  /** Undoes {@link #list}, or {@link #tryAdd} once the memory has left the table. */
  static void unlist(ForeignMemory memory) {
    OWNERS.remove(memory.address(), memory);
    publishClean();
  }

  /** Returns whether any memory is mapped. */
  static boolean hasOwners() {
    return !OWNERS.isEmpty();
  }

  /** Puts a region under the guard, before any user receives its memory. */
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
   * Removes a region from the guard, after its memory has become unreachable and before the memory
   * is unmapped.
   *
   * @return whether the region was listed
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

  /** Lets operations take the fast path again, if all regions are clean. */
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
      CLEAN.compareAndSet(before, entered); // another thread may have set NEVER
    }
  }
}
