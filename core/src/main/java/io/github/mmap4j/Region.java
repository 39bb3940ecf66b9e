package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultOwner;
import io.github.mmap4j.internal.fault.Quarantine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A mapping's memory while it has one address and one length: a segment and the arena that keeps
 * it. A resize ends one region and begins another.
 *
 * <p>Who ends a region closes its arena first, which refuses while anybody uses the memory, and
 * then either {@linkplain #release releases} what the arena kept, or {@linkplain #disown passes it
 * on} to the next region. A region that nobody ended is released when its arena's scope is
 * unreachable, which is when no segment or buffer over it is left.
 */
final class Region {
  static final Cleaner CLEANER = Cleaner.create();

  static {
    FaultGuard.orphansBy(
        (from, to, length) ->
            new MappingFaultException(
                "bytes %d to %d: the mapping was closed or resized while they were changed, and a fault was met; it is not known whether they were changed"
                    .formatted(from, to),
                from,
                length,
                MappingFaultException.UNKNOWN,
                null));
  }

  /**
   * Releases a region's resources when it ends, and repairs and explains its faults until then. It
   * must not refer to the region.
   */
  abstract static class Hold extends FaultOwner {
    private final OpenMapping description;
    private final MapSpec spec;
    private volatile FaultTranslator report;
    private volatile boolean passedOn;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** {@code mapped}: bytes at {@code address} that are to be unmapped. */
    Hold(MapSpec spec, long address, long mapped, long length) {
      super(address, mapped);
      this.spec = spec;
      this.description = spec.describe(length);
    }

    /** Whether this is the first time; who ends it gives back what it holds. */
    private boolean ends() {
      return ended.compareAndSet(false, true);
    }

    OpenMapping description() {
      return description;
    }

    @Override
    protected final boolean isWritable() {
      return spec.isWritable();
    }

    /** Is safe here, because the memory is unmapped only after it has left the guard's table. */
    @Override
    protected final boolean isRestoredWhole() {
      return true;
    }

    @Override
    protected final <R> R whileMapped(Supplier<R> action) {
      return report.whileOpen(
          () -> {
            if (passedOn) {
              throw new IllegalStateException("the mapping has been resized since");
            }
            return action.get();
          });
    }

    /** Leaves private memory as it is, because repair would lose what was written to it. */
    @Override
    protected final boolean restore(long from) {
      if (spec.isPrivate() || !showAgain(from)) {
        return false;
      }
      report.requests().repeat(address(), from, mapped());
      return true;
    }

    /** Maps the pages again as {@link #restore} does, without their advice and locks. */
    abstract boolean showAgain(long from);

    @Override
    public final RuntimeException explain(Outcome outcome, Throwable cause, long from, long to) {
      if (report == null) {
        return new IllegalStateException("the memory has not been mapped yet", cause);
      }
      return report.explain(outcome, cause, from - address(), to - address(), description.length());
    }

    @Override
    protected final void faulted(long at) {
      report.tell(at - address(), description.length());
    }

    /** After the arena was closed. Throws nothing: nobody is left who could act on it. */
    abstract void closed();

    /** The arena was never closed and can't be any more. Throws nothing. */
    abstract void dropped();
  }

  private final Arena arena;
  private final MemorySegment segment;
  private final Hold hold;
  private final Cleaner.Cleanable cleanable;

  Region(Arena arena, MemorySegment segment, Hold hold) {
    this.arena = arena;
    this.segment = segment;
    this.hold = hold;
    FaultGuard.add(hold);
    Trace.handlerReplaced(hold.description());
    this.cleanable = CLEANER.register(arena.scope(), () -> drop(hold));
  }

  private static void drop(Hold hold) {
    if (hold.ends()) {
      FaultGuard.remove(hold);
      hold.dropped();
    }
  }

  static Arena newArena(boolean confined) {
    return confined ? Arena.ofConfined() : Arena.ofShared();
  }

  static List<OpenMapping> open() {
    return FaultGuard.owners().stream()
        .filter(Hold.class::isInstance)
        .map(owner -> ((Hold) owner).description)
        .toList();
  }

  MemorySegment segment() {
    return segment;
  }

  Hold hold() {
    return hold;
  }

  /**
   * Has later faults of this memory repaired and explained by {@code report}.
   *
   * @param former the region that this one replaces, or null
   */
  void reportTo(FaultTranslator report, Region former) {
    hold.report = report;
    if (former != null) {
      hold.inherit(former.hold);
    }
    if (report.isListening()) {
      hold.notifyFaults();
    }
  }

  /**
   * Makes every view of this region throw.
   *
   * @throws IllegalStateException if the memory is in use by a call that can't be stopped; then
   *     nothing has changed
   * @throws WrongThreadException if the mapping is confined to another thread
   */
  void closeArena() {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "the mapping is in use: a call into the system still works on a view of it", e);
    }
  }

  /** Gives the memory back, after {@link #closeArena}. */
  void release() {
    try {
      if (hold.ends()) {
        FaultGuard.remove(hold);
        hold.closed();
      }
    } finally {
      cleanable.clean();
    }
  }

  /**
   * Lets go of the memory without unmapping it, because another region will hold it. Until then its
   * faults are not repaired.
   */
  void disown() {
    if (!hold.spec.confined()) {
      Quarantine.pause();
    }
    hold.repair();
    forget();
  }

  /** Lets go of memory that {@link #closeArena} has unmapped already. */
  void forget() {
    hold.passedOn = true;
    hold.ends();
    FaultGuard.remove(hold);
    cleanable.clean();
  }
}
