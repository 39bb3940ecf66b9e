package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.trace.Trace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;

/**
 * A mapping's memory while it has one address and one length: a segment and the arena that keeps
 * it. A resize ends one region and begins another.
 *
 * <p>The code that ends a region closes its arena first, which refuses while anybody uses the
 * memory, and then either {@linkplain #release releases} what the arena kept, or {@linkplain
 * #disown passes it on} to the next region. A region that nobody ended is released when its arena's
 * scope is unreachable, which is when no segment or buffer over it is left.
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

  private final Arena arena;
  private final MemorySegment segment;
  private final MappedMemory memory;
  private final Cleaner.Cleanable cleanable;

  Region(Arena arena, MemorySegment segment, MappedMemory memory) {
    this.arena = arena;
    this.segment = segment;
    this.memory = memory;
    FaultGuard.add(memory);
    if (Trace.isOn() && FaultHandler.missing() == null && !FaultHandler.isInFront()) {
      OpenMapping made = memory.description();
      Trace.handlerReplaced(made.source(), made.offset(), made.length());
    }
    this.cleanable = CLEANER.register(arena.scope(), () -> drop(memory));
  }

  private static void drop(MappedMemory memory) {
    if (memory.ends()) {
      FaultGuard.remove(memory);
      memory.dropped();
    }
  }

  static Arena newArena(boolean confined) {
    return confined ? Arena.ofConfined() : Arena.ofShared();
  }

  static List<OpenMapping> open() {
    return FaultGuard.owners().stream()
        .filter(MappedMemory.class::isInstance)
        .map(owner -> ((MappedMemory) owner).description())
        .toList();
  }

  MemorySegment segment() {
    return segment;
  }

  long length() {
    return segment.byteSize();
  }

  MappedMemory memory() {
    return memory;
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
      if (memory.ends()) {
        FaultGuard.remove(memory);
        memory.closed();
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
    if (!memory.isConfined()) {
      Quarantine.pause();
    }
    memory.repair();
    forget();
  }

  /** Lets go of memory that {@link #closeArena} has unmapped already. */
  void forget() {
    memory.passOn();
    FaultGuard.remove(memory);
    cleanable.clean();
  }
}
