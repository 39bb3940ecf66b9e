package io.github.mmap4j.internal.mem;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Hands a fault that a reader of memory has met to whoever owns the memory. The reader needs a
 * segment only; that it is a slice of somebody's mapping is found out by its address, once it has
 * faulted.
 *
 * <p>A fault is met by the thread that reads, so tasks that run side by side each read through
 * here.
 */
public final class Faults {
  private static final Set<Owner> OWNERS = ConcurrentHashMap.newKeySet();

  private Faults() {}

  public static void add(Owner owner) {
    OWNERS.add(owner);
  }

  /** Whether it was there. */
  public static boolean remove(Owner owner) {
    return OWNERS.remove(owner);
  }

  public static Set<Owner> owners() {
    return Set.copyOf(OWNERS);
  }

  /**
   * Runs {@code body}, which touches bytes {@code [from, to)} of {@code memory}, and no other
   * memory that can fault. It polls before too, so that a fault that arrives inside is that of this
   * memory.
   */
  public static long guardLong(MemorySegment memory, long from, long to, LongSupplier body) {
    FaultPoll.poll();
    try {
      long result = body.getAsLong();
      FaultPoll.poll();
      return result;
    } catch (InternalError e) {
      throw of(e, memory, from, to);
    }
  }

  /** As {@link #guardLong}. */
  public static <R> R guard(MemorySegment memory, long from, long to, Supplier<R> body) {
    FaultPoll.poll();
    try {
      R result = body.get();
      FaultPoll.poll();
      return result;
    } catch (InternalError e) {
      throw of(e, memory, from, to);
    }
  }

  /**
   * The owner's exception for a fault of bytes {@code [from, to)} of {@code memory}.
   *
   * @throws InternalError {@code fault} itself, where nobody owns the memory
   */
  public static RuntimeException of(InternalError fault, MemorySegment memory, long from, long to) {
    if (memory.isNative()) {
      long base = memory.address();
      for (Owner owner : OWNERS) {
        if (owner.owns(base + from)) {
          return owner.explain(fault, base + from, base + to);
        }
      }
    }
    throw fault;
  }
}
