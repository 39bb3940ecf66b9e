package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.mem.FaultPoll;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One live piece of mapped memory: its segment, what backs it, and the rules that keep the process
 * alive. Knows no position.
 *
 * <p>Reading and writing memory takes no lock. The segment is a plain field: a reader that meets an
 * old one finds its scope dead, waits for whoever is swapping it, and reads the field again. Calls
 * into the system hold the read lock, so that the descriptor and the memory they name stay this
 * mapping's; close and resize hold the write lock.
 */
final class Mapping {
  private final Spec spec;
  private final Backing backing;
  private final Gate gate = new Gate();
  private final FaultReport report;
  private final boolean readable;
  private final boolean writable;
  private final boolean confined;
  private final Extent extent = new Extent(this);

  private MemorySegment segment;
  private Region region;

  Mapping(Spec spec, Backing backing, Region region) {
    this.spec = spec;
    this.backing = backing;
    this.report = new FaultReport(spec, backing, gate);
    this.readable = spec.isReadable();
    this.writable = spec.isWritable();
    this.confined = spec.confined();
    publish(region);
  }

  private void publish(Region next) {
    next.explainedBy(report);
    region = next;
    segment = next.segment();
  }

  Spec spec() {
    return spec;
  }

  // ---- the segment, checked: closed, then readable or writable; ranges are checked against it

  /** The memory as it is now. */
  MemorySegment live() {
    MemorySegment s = segment;
    if (!s.scope().isAlive()) {
      return afterSwap();
    }
    if (confined) {
      requireOwner(s);
    }
    return s;
  }

  MemorySegment readable() {
    MemorySegment s = live();
    if (!readable) {
      throw new UnsupportedOperationException(
          "memory mapped with protection " + spec.protection() + " can't be read");
    }
    return s;
  }

  MemorySegment writable() {
    MemorySegment s = live();
    if (!writable) {
      throw new ReadOnlyMappingException(
          "the mapping is read-only: access "
              + spec.access()
              + ", protection "
              + spec.protection());
    }
    return s;
  }

  private MemorySegment afterSwap() {
    return locked(() -> segment);
  }

  private interface Action<R> {
    R run();
  }

  /** Runs {@code action} while the mapping is open and can't be closed or resized. */
  private <R> R locked(Action<R> action) {
    return gate.waiting(
        () -> {
          requireOwner(segment);
          return action.run();
        });
  }

  /** As {@link #locked}, for a call into the system. */
  private <R> R calling(Gate.Call<R> call) throws IOException {
    return gate.shared(
        () -> {
          requireOwner(segment);
          return call.run();
        });
  }

  private static void requireOwner(MemorySegment s) {
    Thread current = Thread.currentThread();
    if (!s.isAccessibleBy(current)) {
      throw new WrongThreadException("the mapping is confined to another thread than " + current);
    }
  }

  /** Does {@code body} with a segment from {@code source}, again if a resize took it away. */
  static <R> R retrying(Supplier<MemorySegment> source, Function<MemorySegment, R> body) {
    while (true) {
      MemorySegment s = source.get();
      try {
        return body.apply(s);
      } catch (IllegalStateException e) {
        rethrowIfAlive(e, s);
      }
    }
  }

  /** Returns if {@code e} came of {@code s} having been swapped or closed; then ask for it anew. */
  static void rethrowIfAlive(IllegalStateException e, MemorySegment s) {
    if (s.scope().isAlive()) {
      throw e;
    }
  }

  // ---- memory: each access polls for its fault before anything leaves it, and for the fault of
  // other memory before it begins, so that what arrives inside is its own

  int get(MemorySegment s, long offset) {
    FaultPoll.poll();
    try {
      int value = s.get(JAVA_BYTE, offset) & 0xff;
      FaultPoll.poll();
      return value;
    } catch (InternalError e) {
      throw fault(e, s, offset, offset + 1);
    }
  }

  void set(MemorySegment s, long offset, int value) {
    FaultPoll.poll();
    try {
      s.set(JAVA_BYTE, offset, (byte) value);
      FaultPoll.poll();
    } catch (InternalError e) {
      throw fault(e, s, offset, offset + 1);
    }
  }

  /** Runs {@code body}, which touches bytes {@code [from, to)} of {@code s} and no other memory. */
  <R> R guard(MemorySegment s, long from, long to, Supplier<R> body) {
    FaultPoll.poll();
    try {
      R result = body.get();
      FaultPoll.poll();
      return result;
    } catch (InternalError e) {
      throw fault(e, s, from, to);
    }
  }

  /** As {@link #guard}, for a body that may touch other memory too. */
  <R> R guardAmongOthers(MemorySegment s, long from, long to, Supplier<R> body) {
    FaultPoll.poll();
    try {
      R result = body.get();
      FaultPoll.poll();
      return result;
    } catch (InternalError e) {
      throw faultAmongOthers(e, s, from, to);
    }
  }

  /**
   * Without layouts the JDK copies less than 64 bytes by {@code long}s, which HotSpot can't always
   * step over, see {@code Words.at}; with them it calls a stub that it can leave.
   */
  private static void copy(
      MemorySegment source, long sourceOffset, MemorySegment target, long offset, long count) {
    MemorySegment.copy(source, JAVA_BYTE, sourceOffset, target, JAVA_BYTE, offset, count);
  }

  /** Copies {@code count} bytes from {@code offset} on to {@code target}. */
  void copyOut(MemorySegment s, long offset, MemorySegment target, long targetOffset, long count) {
    FaultPoll.poll();
    try {
      copy(s, offset, target, targetOffset, count);
      FaultPoll.poll();
    } catch (InternalError e) {
      throw fault(e, s, offset, offset + count);
    }
  }

  /** Copies all of {@code source} to {@code offset}; it may be part of this mapping. */
  void copyIn(MemorySegment s, long offset, MemorySegment source) {
    long count = source.byteSize();
    FaultPoll.poll();
    try {
      copy(source, 0, s, offset, count);
      FaultPoll.poll();
    } catch (InternalError e) {
      if (!source.isNative()) {
        throw fault(e, s, offset, offset + count);
      }
      throw s.asOverlappingSlice(source).isPresent()
          ? fault(e, s, 0, s.byteSize())
          : faultAmongOthers(e, s, offset, offset + count);
    }
  }

  /**
   * As memmove. Holds the lock, because a move that a resize interrupts can't be told from one that
   * has been done, and must not be done twice.
   */
  void move(long target, long source, long count) {
    locked(
        () -> {
          MemorySegment s = writable();
          requireMove(target, source, count, s.byteSize());
          FaultPoll.poll();
          try {
            copy(s, source, s, target, count);
            FaultPoll.poll();
            return null;
          } catch (InternalError e) {
            throw fault(e, s, Math.min(source, target), Math.max(source, target) + count);
          }
        });
  }

  private static void requireMove(long target, long source, long count, long length) {
    if (target < 0
        || source < 0
        || count < 0
        || count > length - target
        || count > length - source) {
      throw new IllegalArgumentException(
          "move of %d bytes from %d to %d passes the mapping's bounds, 0 to %d"
              .formatted(count, source, target, length));
    }
  }

  private MappingFaultException fault(InternalError e, MemorySegment s, long from, long to) {
    return report.explain(e, from, to, s.byteSize());
  }

  private MappingFaultException faultAmongOthers(
      InternalError e, MemorySegment s, long from, long to) {
    return report.explainAmongOthers(e, from, to, s.byteSize());
  }

  // ---- positional reading and writing, for the position of whoever calls

  /** Copies up to {@code max} bytes from {@code offset} on; how many, 0 at or past the end. */
  long readAt(long offset, MemorySegment target, long targetOffset, long max) {
    return retrying(
        this::readable,
        s -> {
          // After the mapping became shorter the offset may lie behind the end, even for no bytes.
          long from = Math.min(offset, s.byteSize());
          long count = Math.min(max, s.byteSize() - from);
          copyOut(s, from, target, targetOffset, count);
          return count;
        });
  }

  /**
   * Copies all of {@code source} to {@code offset}.
   *
   * @throws java.nio.BufferOverflowException if it passes the end; then nothing is written
   */
  void writeAt(long offset, MemorySegment source) {
    retrying(
        this::writable,
        s -> {
          if (source.byteSize() > s.byteSize() - offset) {
            throw new MappingOverflowException(
                source.byteSize()
                    + " bytes at "
                    + offset
                    + " pass the end of the mapping, "
                    + s.byteSize());
          }
          copyIn(s, offset, source);
          return null;
        });
  }

  // ---- the system

  long size() throws IOException {
    return calling(() -> backing.size(segment.byteSize()));
  }

  /** What the system is asked of the memory's pages. */
  Pages pages() {
    return new Pages(this);
  }

  /** A call on the memory and what backs it, which stay meanwhile. */
  interface Call<R> {
    R run(Backing backing, MemorySegment memory) throws IOException;
  }

  <R> R onSystem(Call<R> call) throws IOException {
    return calling(() -> call.run(backing, segment));
  }

  /** Decides about the mapping's length. */
  Extent extent() {
    return extent;
  }

  /** Puts another region in the place of the one that there is, by telling {@code publish}. */
  interface Change<R> {
    R run(Backing backing, Region region, Consumer<Region> publish) throws IOException;
  }

  /** Runs {@code change} while the mapping is open and nothing else is inside. */
  <R> R changing(Change<R> change) throws IOException {
    return gate.alone(
        () -> {
          gate.requireOpen();
          requireOwner(segment);
          return change.run(backing, region, this::publish);
        });
  }

  Set<Capability> capabilities() {
    live();
    return backing.capabilities();
  }

  void close() {
    gate.close(
        () -> {
          requireOwner(segment);
          region.closeArena();
        },
        region::release);
  }

  /** What is mapped now, or null when closed; for any thread. */
  OpenMapping description() {
    return gate.isClosed() ? null : spec.describe(segment.byteSize());
  }

  boolean isClosed() {
    return gate.isClosed();
  }
}
