package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import io.github.mmap4j.internal.os.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Segments of somebody else that are guarded until {@link #end}. It keeps them reachable until
 * then, so that memory which nobody closes is not unmapped while the table lists it.
 */
public final class ForeignHold {
  private static final long NEVER = -1;

  /** A piece of a segment. */
  private record Part(ForeignMemory pages, ForeignRange range) {
    /** The lowest address lost in the range, or before it in its pages; or none. */
    long lost() {
      long low = pages.lowestFault();
      // The range is asked about in whole pages, as these are what is lost.
      long end = (range.start() + range.length() + Native.pageSize() - 1) & -Native.pageSize();
      return Long.compareUnsigned(low, end) < 0 ? low : FaultTable.NONE;
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private final Set<ForeignMemory> held = new HashSet<>();

  /** Guarded by this, as {@link #ended}. */
  private List<MemorySegment> segments = new ArrayList<>();

  private volatile boolean ended;

  /** What {@link #firstLost} found when this ended; later faults are other guards' only. */
  private Part lostAtEnd;

  /** How many faults there had been in all memory when these segments were whole last. */
  private volatile long whole = NEVER;

  private ForeignHold() {}

  /**
   * Puts segments under the guard.
   *
   * @param arena ends the hold when it is closed, before it unmaps them; or null
   * @param ranges where the segments are
   * @throws RuntimeException a range's exception, if memory there is lost already
   * @throws IllegalArgumentException if memory is this library's
   * @throws IllegalStateException if there is no room, or the arena is closed
   */
  public static ForeignHold of(
      Arena arena, List<MemorySegment> segments, List<ForeignRange> ranges) {
    ForeignHold hold = new ForeignHold();
    if (arena != null) {
      // First of all: where the arena is closed now, by another thread, this finds the hold ended.
      Native.handlerCalls().beforeClose(arena, hold::end);
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
      throw new IllegalStateException("the segment's memory has been given back meanwhile");
    }
    segments.add(segment);
    if (range.length() > 0) {
      for (ForeignMemory pages : ForeignMemory.hold(range, segment.scope(), held)) {
        parts.add(new Part(pages, range));
      }
    }
  }

  /** Takes the segments out of the guard; again without effect. Throws nothing. */
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

  /** Whether bytes of the segments are lost, or were when this ended. */
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
   * Returns if no bytes of the segments are lost.
   *
   * @param cause what a body threw, or null
   * @throws RuntimeException the exception of the first range that is
   */
  public void check(Outcome outcome, Throwable cause) {
    Part part = firstLost();
    if (part != null) {
      throw part.range.explain(outcome, cause, part.lost());
    }
  }
}
