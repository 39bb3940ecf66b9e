package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps foreign segments guarded until {@link #end} is called. The hold keeps the segments
 * reachable, so that an automatic arena does not unmap memory that the table still lists.
 */
public final class ForeignHold {
  /** A segment's range, and pages that contain a part of it. */
  private record Part(ForeignMemory pages, ForeignRange range) {
    /**
     * Returns the lowest address lost in these pages, or NONE if no byte up to the range's end is
     * lost.
     */
    long lost() {
      long low = pages.lowestFault();
      // The end is rounded up, because a page is always lost as a whole.
      long end = NativeAccess.pages().whole(range.start() + range.length());
      return Long.compareUnsigned(low, end) < 0 ? low : FaultTable.NONE;
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private final Set<ForeignMemory> held = new HashSet<>();

  /** The segments, kept reachable; guarded by this object's lock. */
  private List<MemorySegment> segments = new ArrayList<>();

  private volatile boolean ended;

  /** The result of {@link #firstLost} when this hold ended; later faults don't count. */
  private Part lostAtEnd;

  /** The total number of faults when these segments were last found intact. */
  private volatile long whole = FaultGuard.NEVER;

  private ForeignHold() {}

  /**
   * Puts segments under the guard.
   *
   * @param arena the arena whose close ends the hold before the segments are unmapped; or null
   * @param ranges the segments' address ranges, in the same order
   * @throws RuntimeException a range's exception, if its memory is already lost
   * @throws IllegalArgumentException if this library has mapped the memory
   * @throws IllegalStateException if the table has no room, or if the arena or a segment's memory
   *     is closed
   */
  public static ForeignHold of(
      Arena arena, List<MemorySegment> segments, List<ForeignRange> ranges) {
    ForeignHold hold = new ForeignHold();
    if (arena != null) {
      // The action is registered first, so that add finds the hold ended if another thread closes
      // the arena meanwhile.
      NativeAccess.handlerCalls().beforeClose(arena, hold::end);
    }
    ForeignMemory.sweep();
    try {
      for (int i = 0; i < ranges.size(); i++) {
        hold.add(segments.get(i), ranges.get(i));
      }
    } catch (RuntimeException | Error e) {
      hold.end();
      throw e;
    }
    return hold;
  }

  private synchronized void add(MemorySegment segment, ForeignRange range) {
    if (ended || !segment.scope().isAlive()) {
      throw new IllegalStateException("the segment's memory has been unmapped meanwhile");
    }
    segments.add(segment);
    if (range.length() > 0) {
      for (ForeignMemory pages : ForeignMemory.hold(range, segment.scope(), held)) {
        parts.add(new Part(pages, range));
      }
    }
  }

  /**
   * Releases the segments from the guard. Calling this method again has no effect. This method
   * never throws an exception.
   */
  public synchronized void end() {
    if (!ended) {
      ForeignMemory.letGo(held);
      lostAtEnd = firstLost();
      ended = true;
      segments = List.of();
    }
  }

  public boolean hasEnded() {
    return ended;
  }

  /** Returns whether any bytes of the segments are lost, or were lost when this hold ended. */
  public boolean hasFaulted() {
    return firstLost() != null;
  }

  private Part firstLost() {
    if (ended) {
      return lostAtEnd;
    }
    VarHandle.loadLoadFence();
    if (FaultTable.entered() == whole) {
      return null;
    }
    long done = FaultTable.done();
    VarHandle.fullFence();
    long entered = FaultTable.entered();
    for (Part part : parts) {
      if (part.lost() != FaultTable.NONE) {
        return part;
      }
    }
    if (entered == done) {
      whole = entered;
    }
    return null;
  }

  /**
   * Returns normally if no bytes of the segments are lost.
   *
   * @param cause the exception that the body threw, or null
   * @throws RuntimeException the exception for the first range with lost bytes
   */
  public void check(Outcome outcome, Throwable cause) {
    Part part = firstLost();
    if (part != null) {
      throw part.range.explain(outcome, cause, part.lost());
    }
  }
}
