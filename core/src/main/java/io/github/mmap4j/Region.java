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
 * A mapping's memory for as long as its address and length stay the same. A region consists of a
 * segment and the arena that keeps the segment alive. A resize ends one region and begins another,
 * unless it only makes more of the same memory accessible.
 *
 * <p>To end a region, its arena is closed first, which fails while the memory is in use. The memory
 * is then either {@linkplain #release released} or {@linkplain #disown passed on} to the next
 * region. A region that was never ended is released when its arena's scope becomes unreachable,
 * that is, when no segment or buffer over its memory is left.
 */
final class Region {
  static final Cleaner CLEANER = Cleaner.create();

  static {
    FaultGuard.orphansBy(
        (from, to, length) ->
            new MappingFaultException(
                "bytes %d to %d: the mapping was closed or resized while they were being changed, and a fault occurred; it is not known whether they were changed"
                    .formatted(from, to),
                from,
                length,
                MappingFaultException.UNKNOWN,
                null));
  }

  private final Arena arena;
  private final MemorySegment room;
  private final MemorySegment segment;
  private final MappedMemory memory;
  private final Cleaner.Cleanable cleanable;

  Region(Arena arena, MemorySegment segment, MappedMemory memory) {
    this(arena, segment, segment.byteSize(), memory);
  }

  /**
   * Creates a region over the first {@code length} bytes of {@code room}, into whose other bytes
   * the region can grow.
   */
  Region(Arena arena, MemorySegment room, long length, MappedMemory memory) {
    this.arena = arena;
    this.room = room;
    this.segment = room.asSlice(0, length);
    this.memory = memory;
    FaultGuard.add(memory);
    if (Trace.isOn() && FaultHandler.missing() == null && !FaultHandler.isInFront()) {
      OpenMapping made = memory.description();
      Trace.handlerReplaced(made.source(), made.offset(), made.length());
    }
    this.cleanable = CLEANER.register(arena.scope(), () -> drop(memory));
  }

  /** Creates a region with the memory and the arena of {@code other}. */
  private Region(Region other, long length) {
    this.arena = other.arena;
    this.room = other.room;
    this.segment = room.asSlice(0, length);
    this.memory = other.memory;
    this.cleanable = other.cleanable;
    memory.describe(length);
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

  /** Returns all of the memory, including the bytes into which the region can grow. */
  MemorySegment room() {
    return room;
  }

  /** Returns whether this region can grow to {@code length} bytes without moving. */
  boolean hasRoom(long length) {
    return segment.byteSize() <= length && length <= lengthInPlace();
  }

  /** Returns the length up to which this region can grow without moving. */
  long lengthInPlace() {
    return room.byteSize();
  }

  /**
   * Returns a region of another length over the same memory. Views of this region stay valid. Only
   * one of the two regions may be ended.
   */
  Region withLength(long length) {
    return new Region(this, length);
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
   * @throws IllegalStateException if a system call or a {@link Hold} is using the memory; then
   *     nothing changes
   * @throws WrongThreadException if the mapping is confined to another thread
   */
  void closeArena() {
    memory.requireNoHold();
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "the mapping is in use: a system call is still using a view of it", e);
    }
  }

  /** Releases the memory, after {@link #closeArena}. */
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
   * Gives up the memory without unmapping it, because another region will take it over. Until
   * another region has taken the memory over, its faults are not repaired.
   */
  void disown() {
    if (!memory.isConfined()) {
      Quarantine.pause();
    }
    memory.repair();
    forget();
  }

  /** Gives up memory that {@link #closeArena} has already unmapped. */
  void forget() {
    memory.passOn();
    FaultGuard.remove(memory);
    cleanable.clean();
  }
}
