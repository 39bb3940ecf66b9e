package io.github.mmap4j;

import io.github.mmap4j.internal.mem.Faults;
import io.github.mmap4j.internal.mem.Owner;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;

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
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * What is given back to the system when a region ends, and who explains its faults until then. It
   * must not refer to the region.
   */
  abstract static class Hold implements Owner {
    private final OpenMapping description;
    private final long address;
    private final long mapped;
    private volatile FaultReport report;
    private volatile boolean passedOn;

    /** {@code mapped}: bytes at {@code address} that are to be unmapped. */
    Hold(OpenMapping description, long address, long mapped) {
      this.description = description;
      this.address = address;
      this.mapped = mapped;
    }

    OpenMapping description() {
      return description;
    }

    long address() {
      return address;
    }

    long mapped() {
      return mapped;
    }

    @Override
    public final boolean owns(long at) {
      return at - address >= 0 && at - address < mapped;
    }

    @Override
    public final RuntimeException explain(InternalError fault, long from, long to) {
      if (report == null) {
        throw fault;
      }
      return report.explain(fault, from - address, to - address, description.length());
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
    Faults.add(hold);
    this.cleanable = CLEANER.register(arena.scope(), () -> drop(hold));
  }

  private static void drop(Hold hold) {
    if (Faults.remove(hold) && !hold.passedOn) {
      hold.dropped();
    }
  }

  static Arena newArena(boolean confined) {
    return confined ? Arena.ofConfined() : Arena.ofShared();
  }

  static List<OpenMapping> open() {
    return Faults.owners().stream()
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

  /** From now on a fault of this memory is explained by {@code report}. */
  void explainedBy(FaultReport report) {
    hold.report = report;
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
      if (Faults.remove(hold)) {
        hold.closed();
      }
    } finally {
      cleanable.clean();
    }
  }

  /** Lets go of the memory without giving it back: another region holds it now. */
  void disown() {
    hold.passedOn = true;
    cleanable.clean();
  }
}
