package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import io.github.mmap4j.internal.fault.ForeignHold;
import io.github.mmap4j.internal.fault.ForeignRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Guards mapped memory that is not this library's, as {@link java.nio.channels.FileChannel#map
 * FileChannel.map} and Lucene's {@code MMapDirectory} give it, against files that others truncate.
 * Without a guard, code that reads behind the new end gets an {@link InternalError} late, or wrong
 * bytes, or its process ends.
 *
 * {@snippet :
 * try (Arena arena = Arena.ofShared();
 *     FileChannel channel = FileChannel.open(file)) {
 *   MemorySegment s = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
 *   try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
 *     int sum = guard.guarded(() -> {
 *       int n = 0;
 *       for (long i = 0; i < s.byteSize(); i++) {
 *         n += s.get(ValueLayout.JAVA_BYTE, i);
 *       }
 *       return n;
 *     });
 *   }
 * }
 * }
 *
 * <h2>Faults</h2>
 *
 * While the guard is open, any code may read and write the segments, on any thread, in this class's
 * methods or not. Where a page can't be reached, the code sees zeros, and what it writes there goes
 * nowhere. {@link #hasFaulted} and {@link #guarded(GuardedBody.WithResult)} tell that this has
 * happened. So do {@link io.github.mmap4j.search.Finder Finder}, {@link
 * io.github.mmap4j.search.Lines Lines} and {@link io.github.mmap4j.search.BytePattern BytePattern},
 * which throw {@link MappingFaultException}.
 *
 * <p>Nothing is repaired: nobody here knows what the memory showed. A page that has met a fault
 * stays zeros until its owner unmaps it, even if the file grows again, and from it on the segment
 * counts as lost. The way out is to close the guard and to map the file anew.
 *
 * <p>Some faults can't be seen. The bytes between the file's new end and the end of its page read
 * as zeros without a fault. System calls that are handed the memory fail themselves (EFAULT), as an
 * {@link java.io.IOException} usually. {@link MemorySegment#force()} succeeds for pages that have
 * become zeros: call it in {@link #guarded(GuardedBody.WithoutResult)}. Each page that is touched
 * behind the end costs the process a mapping until those next to it have been touched too; where
 * {@code vm.max_map_count} is reached, faults are the virtual machine's again.
 *
 * <p>While a segment that has faulted is guarded, short operations on all mappings of this library
 * are slower.
 *
 * <h2>Closing</h2>
 *
 * Close the guard before the memory's owner unmaps it: before the arena, or the Lucene reader or
 * input. A guard that is open longer may meet faults of other memory, at the same addresses.
 *
 * <ul>
 *   <li>With {@link #of(Arena, MemorySegment...)} the arena's own {@code close} ends the guard,
 *       just before it unmaps. For a confined arena this is not exact, because a JDK of today gives
 *       back a confined arena's very first resource first: close the guard yourself.
 *   <li>With {@link #of(MemorySegment...)}, memory that was unmapped under its guard is noticed
 *       when the next guard is made or closed, or this library maps anything. Until then a fault of
 *       memory that others have mapped there reads as a page of zeros, unnoticed.
 *   <li>Memory without an arena that can be closed (an automatic arena's, a {@link
 *       java.nio.MappedByteBuffer}'s) stays mapped as long as the guard is open and reachable.
 * </ul>
 *
 * A guard that nobody closed ends some time after it has become unreachable; keep it for as long as
 * it is needed. What a segment has lost stays lost when its guard is closed: code then reads zeros
 * there and nobody tells, but this library's searches, which throw as before.
 *
 * <h2>Threads</h2>
 *
 * All methods may be called by any thread. Don't close a guard while calls over its segments run on
 * other threads: those may throw {@link IllegalStateException}, or meet a fault without a guard.
 *
 * <p>Segments may overlap, also those of several guards; each guard counts for itself. A segment
 * that begins or ends within a page is guarded with that whole page. Memory of this library's own,
 * as {@link Mmap#asSegment} gives it, is refused: it is guarded already, see {@link Mmap#guarded}.
 *
 * @see Capability#FAULT_GUARD
 */
public final class SegmentGuard implements AutoCloseable {
  private final ForeignHold hold;
  private final Cleaner.Cleanable cleanable;

  private SegmentGuard(ForeignHold hold) {
    this.hold = hold;
    this.cleanable = Region.CLEANER.register(this, hold::end);
  }

  /**
   * Guards segments until {@link #close}, which must come before their memory is unmapped. Where
   * the arena that mapped them is at hand, {@link #of(Arena, MemorySegment...)} is safer.
   *
   * @param segments memory that was mapped from files, or parts of it; at least one
   * @return the guard, to be closed
   * @throws IllegalArgumentException if there is no segment, or if one is not mapped, is this
   *     library's own, or has been unmapped; the message says which
   * @throws MappingFaultException if a segment has lost pages already, under an earlier guard
   * @throws UnsupportedOperationException if there is no guard here, with the reason
   * @throws IllegalStateException if more regions are guarded than there is room for, or a segment
   *     is unmapped meanwhile
   */
  public static SegmentGuard of(MemorySegment... segments) {
    return guarding(null, segments);
  }

  /**
   * Guards segments until {@link #close}, or until {@code arena} is closed.
   *
   * @param arena what the segments were mapped with
   * @param segments memory that was mapped from files, or parts of it; at least one
   * @return the guard, to be closed
   * @throws IllegalArgumentException if there is no segment, or if one is not mapped, is this
   *     library's own, has been unmapped, or is another arena's; the message says which
   * @throws MappingFaultException if a segment has lost pages already, under an earlier guard
   * @throws UnsupportedOperationException if there is no guard here, with the reason
   * @throws IllegalStateException if more regions are guarded than there is room for, or the arena
   *     is closed
   * @throws WrongThreadException if the arena is confined to another thread
   */
  public static SegmentGuard of(Arena arena, MemorySegment... segments) {
    return guarding(Objects.requireNonNull(arena, "arena"), segments);
  }

  private static SegmentGuard guarding(Arena arena, MemorySegment[] segments) {
    List<MemorySegment> all = List.of(segments);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no segment to guard");
    }
    requireGuard();
    List<ForeignRange> ranges = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      MemorySegment segment = all.get(i);
      String name = "segment " + i + " of " + all.size();
      requireMapped(name, segment, arena);
      ranges.add(
          new ForeignRange(
              segment.address(),
              segment.byteSize(),
              (outcome, cause, offset, length) -> fault(name, outcome, cause, offset, length)));
    }
    return new SegmentGuard(ForeignHold.of(arena, all, ranges));
  }

  private static void requireGuard() {
    if (FaultHandler.missing() != null) {
      throw new UnsupportedOperationException("there is no fault guard: " + FaultHandler.missing());
    }
    if (!FaultHandler.isInFront()) {
      throw new UnsupportedOperationException(
          "there is no fault guard: something else in this process has put a handler of SIGBUS in"
              + " front of this library's");
    }
  }

  private static void requireMapped(String name, MemorySegment segment, Arena arena) {
    if (!segment.scope().isAlive()) {
      throw new IllegalArgumentException(name + " has been unmapped: " + segment);
    }
    if (FaultGuard.isOwn(segment)) {
      throw new IllegalArgumentException(
          name + " is memory of an Mmap, which is guarded already: use Mmap.guarded");
    }
    if (!segment.isMapped()) {
      throw new IllegalArgumentException(name + " is not mapped from a file: " + segment);
    }
    if (arena != null && !segment.scope().equals(arena.scope())) {
      throw new IllegalArgumentException(name + " is not the arena's: " + segment);
    }
  }

  private static MappingFaultException fault(
      String name, Outcome outcome, Throwable cause, long offset, long length) {
    String message =
        "%s: byte %d of %d can't be reached: its file was truncated, or its disk is full or fails; from there on this memory reads as zeros for good: map the file anew"
            .formatted(name, offset, length);
    return new MappingFaultException(
        outcome == Outcome.UNKNOWN ? message + "; it is not known what was written there" : message,
        offset,
        length,
        MappingFaultException.UNKNOWN,
        cause);
  }

  /**
   * {@return whether a segment has met a fault, so that it reads as zeros from some page on} What
   * was read before this answered no, was the file's. After {@link #close} the answer is what it
   * was by then.
   */
  public boolean hasFaulted() {
    try {
      return hold.hasFaulted();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs a body once, and throws if a segment has met a fault by its end. Whatever the body then
   * returned or threw came of zeros, perhaps; what it threw is the exception's cause. Faults before
   * the call count too, and then the body is not run.
   *
   * @param <R> the result's type
   * @param <X> what the body throws
   * @param body may do anything, on any thread; what other threads do for it has to be done when it
   *     returns
   * @return what the body returns
   * @throws X if the body fails, and no segment has met a fault
   * @throws MappingFaultException if a segment has met a fault; its offset is from that segment's
   *     start
   * @throws IllegalStateException if the guard is closed, or is when the body returns
   */
  public <R, X extends Exception> R guarded(GuardedBody.WithResult<? extends R, ? extends X> body)
      throws X {
    requireOpen();
    hold.check(Outcome.FAILED, null);
    R result;
    try {
      result = body.run();
    } catch (Throwable e) {
      hold.check(Outcome.UNKNOWN, e);
      throw e;
    }
    hold.check(Outcome.UNKNOWN, null);
    requireOpen();
    return result;
  }

  /**
   * As {@link #guarded(GuardedBody.WithResult)}, for a body without a result.
   *
   * @param <X> what the body throws
   * @param body may do anything
   * @throws X if the body fails, and no segment has met a fault
   * @throws MappingFaultException if a segment has met a fault
   * @throws IllegalStateException if the guard is closed, or is when the body returns
   */
  public <X extends Exception> void guarded(GuardedBody.WithoutResult<? extends X> body) throws X {
    this.<Void, X>guarded(
        (GuardedBody.WithResult<Void, X>)
            () -> {
              body.run();
              return null;
            });
  }

  private void requireOpen() {
    if (hold.hasEnded()) {
      throw new IllegalStateException("the guard has been closed, or the arena of its memory");
    }
  }

  /**
   * Ends the guard; again without effect. The memory stays mapped, and is as it was without a
   * guard, but for pages that have become zeros.
   */
  @Override
  public void close() {
    cleanable.clean();
  }
}
