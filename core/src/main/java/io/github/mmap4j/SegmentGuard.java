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
 * A guard against truncation of a file that other code has mapped, for example by {@link
 * java.nio.channels.FileChannel#map FileChannel.map} or Lucene's {@code MMapDirectory}. Without a
 * guard, code that reads past the file's new end gets an {@link InternalError} late, reads wrong
 * bytes, or terminates the process.
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
 * While the guard is open, any code may read and write the segments, on any thread, inside this
 * class's methods or outside. Where a page is lost, the code reads zeros, and its writes there are
 * lost. {@link #hasFaulted} reports whether a segment has faulted. After a fault, {@link
 * #guarded(GuardedBody.WithResult)} throws {@link MappingFaultException}, and so do {@link
 * io.github.mmap4j.search.Finder Finder}, {@link io.github.mmap4j.search.Lines Lines} and {@link
 * io.github.mmap4j.regex.BytePattern BytePattern}.
 *
 * <p>Lost pages are not repaired, because this library can't know which part of which file was
 * mapped there. A lost page stays zero until its owner unmaps it, even if the file grows again. The
 * segment counts as lost from its first lost page on. To recover, close the guard and map the file
 * again.
 *
 * <p>Some losses raise no fault. Bytes between the file's new end and the end of its last page read
 * as zeros. A system call on lost memory fails with EFAULT, usually as an {@link
 * java.io.IOException}. {@link MemorySegment#force()} succeeds on pages that have become zeros, so
 * call it in {@link #guarded(GuardedBody.WithoutResult)}.
 *
 * <p>Each lost page that is touched occupies a separate mapping in the process, until the
 * neighbouring pages have been touched too. When the process has reached the limit on mappings,
 * {@code vm.max_map_count}, the virtual machine handles faults again. While a segment that has
 * faulted stays guarded, short operations on all mappings of this library are slower.
 *
 * <h2>Closing</h2>
 *
 * Close the guard before the owner unmaps the memory, that is, before the arena, Lucene reader or
 * Lucene input is closed. A guard that stays open longer may handle faults in other memory at the
 * same addresses.
 *
 * <ul>
 *   <li>With {@link #of(Arena, MemorySegment...)}, the arena's own {@code close} ends the guard
 *       just before it unmaps the memory. With a confined arena, close the guard yourself, because
 *       current JDKs release the first resource of a confined arena before all others.
 *   <li>With {@link #of(MemorySegment...)}, this library notices that guarded memory was unmapped
 *       only when the next guard is created or closed, or when this library maps anything. Until
 *       then, if others have mapped memory at the same addresses, a fault there silently maps a
 *       page of zeros.
 *   <li>Memory whose arena can't be closed (an automatic arena, a {@link
 *       java.nio.MappedByteBuffer}) stays mapped while the guard is open and reachable.
 * </ul>
 *
 * A guard that is never closed ends some time after it has become unreachable, so keep a reference
 * to it for as long as you need the guard. Lost pages stay lost after the guard is closed: other
 * code then reads zeros there without notice, while this library's searches still throw.
 *
 * <h2>Threads</h2>
 *
 * All methods may be called by any thread. Don't close a guard while calls over its segments run on
 * other threads: those calls may throw {@link IllegalStateException}, or fault without a guard.
 *
 * <h2>Segments</h2>
 *
 * Segments may overlap, even those of different guards; each guard reports the faults of its own
 * segments. A segment that begins or ends within a page is guarded with that whole page. Memory
 * from {@link Mmap#asSegment} is refused, because it is guarded already: see {@link Mmap#guarded}.
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
   * Guards segments until {@link #close}, which must be called before the segments' memory is
   * unmapped. If you have the arena that the segments were mapped with, {@link #of(Arena,
   * MemorySegment...)} is safer.
   *
   * @param segments one or more segments that were mapped from files, or slices of such segments
   * @return the guard, which the caller must close
   * @throws IllegalArgumentException if there is no segment, or if one is not mapped, is this
   *     library's own, or has been unmapped; the message says which
   * @throws MappingFaultException if a segment already lost pages under an earlier guard
   * @throws UnsupportedOperationException if this process has no fault guard; the message gives the
   *     reason
   * @throws IllegalStateException if there is no room to guard more regions, or a segment is
   *     unmapped during the call
   */
  public static SegmentGuard of(MemorySegment... segments) {
    return guarding(null, segments);
  }

  /**
   * Guards segments until {@link #close}, or until {@code arena} is closed.
   *
   * @param arena the arena that the segments were mapped with
   * @param segments one or more segments that were mapped from files, or slices of such segments
   * @return the guard, which the caller must close
   * @throws IllegalArgumentException if there is no segment, or if one is not mapped, is this
   *     library's own, has been unmapped, or belongs to another arena; the message says which
   * @throws MappingFaultException if a segment already lost pages under an earlier guard
   * @throws UnsupportedOperationException if this process has no fault guard; the message gives the
   *     reason
   * @throws IllegalStateException if there is no room to guard more regions, or the arena is closed
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
          "there is no fault guard: other code in this process has installed a SIGBUS handler in"
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
   * {@return whether a segment has faulted, so that it reads as zeros from some page on} If no
   * segment has faulted, everything read before the call came from the file. After {@link #close},
   * the result no longer changes.
   */
  public boolean hasFaulted() {
    try {
      return hold.hasFaulted();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs a body once, and throws if a segment has faulted by the time the body ends. After a fault,
   * the body's result is discarded, because it may be based on zeros; an exception from the body
   * becomes the cause. If a segment faulted before the call, the body is not run.
   *
   * @param <R> the result's type
   * @param <X> the exception that the body throws
   * @param body any code; work that the body hands to other threads must finish before the body
   *     returns
   * @return what the body returns
   * @throws X if the body fails, and no segment has faulted
   * @throws MappingFaultException if a segment has faulted; {@link MappingFaultException#offset}
   *     counts from the start of that segment
   * @throws IllegalStateException if the guard is closed, or has been closed by the end of the body
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
   * Runs a body without a result, as {@link #guarded(GuardedBody.WithResult)} does.
   *
   * @param <X> the exception that the body throws
   * @param body any code
   * @throws X if the body fails, and no segment has faulted
   * @throws MappingFaultException if a segment has faulted
   * @throws IllegalStateException if the guard is closed, or has been closed by the end of the body
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
   * Ends the guard; later calls have no effect. The memory stays mapped. Pages that have become
   * zeros stay zeros.
   */
  @Override
  public void close() {
    cleanable.clean();
  }
}
