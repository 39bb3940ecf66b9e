package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
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
  /** Bytes that are copied at a time where both sides are mapped. */
  private static final long PIECE = 1 << 16;

  /** Limits how often a system call is retried while faults are met. */
  private static final int MOST_CALLS = 3;

  /**
   * Bytes that are copied at a time to or from the heap; a fault makes only one piece be retried.
   */
  private static final long HEAP_PIECE = 1 << 20;

  private final MapSpec spec;
  private final Backing backing;
  private final CloseLock lock = new CloseLock();
  private final PageRequests requests = new PageRequests();
  private final FaultTranslator report;
  private final boolean readable;
  private final boolean writable;
  private final boolean confined;
  private final PageCalls pages;
  private final LengthPolicy lengths;

  private MemorySegment segment;
  private MemorySegment toRead;
  private MemorySegment toWrite;
  private Region region;

  Mapping(MapSpec spec, Backing backing, Region region) {
    this.spec = spec;
    this.backing = backing;
    this.report = new FaultTranslator(spec, backing, lock, requests);
    this.readable = spec.isReadable();
    this.writable = spec.isWritable();
    this.confined = spec.confined();
    this.pages = new PageCalls(spec, backing, requests);
    this.lengths = new LengthPolicy(spec, backing);
    publish(region);
  }

  private void publish(Region next) {
    next.memory().reportTo(report, region == null ? null : region.memory());
    requests.trim(next.memory().mapped());
    region = next;
    segment = next.segment();
    toRead = readable ? segment : null;
    toWrite = writable ? segment : null;
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

  /** Returns the segment as {@link #readable} does, without checks: it may be closed, or null. */
  MemorySegment toRead() {
    return toRead;
  }

  /** Returns the segment as {@link #writable} does, without checks. */
  MemorySegment toWrite() {
    return toWrite;
  }

  private MemorySegment afterSwap() {
    return locked(
        () -> {
          if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the mapping has no memory: a resize has failed");
          }
          return segment;
        });
  }

  /** Runs {@code call} while the mapping is open and can't be closed or resized. */
  private <R, X extends Exception> R locked(CloseLock.Call<R, X> call) throws X {
    return lock.shared(
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

  // ---- memory: each access begins and ends with a comparison, or takes the guard's slow path

  /** Returns the byte at an index, which may be negative: as {@link Mmap#get}. */
  int get(long index) {
    MemorySegment s = toRead;
    if (s != null && index >= 0 && index < s.byteSize()) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isGuarded(mark)) {
          int value = s.get(JAVA_BYTE, index) & 0xff;
          if (FaultGuard.holds(mark)) {
            return value;
          }
        }
      } catch (IllegalStateException | WrongThreadException e) {
        return getChecked(index); // checks closed, readable and range in that order
      }
    }
    return getChecked(index);
  }

  private int getChecked(long index) {
    return retrying(this::readable, now -> get(now, Slice.index(index, now.byteSize())));
  }

  /** Sets the byte at an index, which may be negative: as {@link Mmap#set}. */
  void set(long index, int value) {
    MemorySegment s = toWrite;
    if (s != null && index >= 0 && index < s.byteSize() && (value & ~0xff) == 0) {
      try {
        long mark = FaultGuard.mark();
        if (FaultGuard.isClean(mark)) {
          s.set(JAVA_BYTE, index, (byte) value);
          if (!FaultGuard.holds(mark)) {
            FaultGuard.settle(mark, s, index, index + 1);
          }
          return;
        }
      } catch (IllegalStateException | WrongThreadException e) {
        setChecked(index, value); // nothing has been stored yet
        return;
      }
    }
    setChecked(index, value);
  }

  private void setChecked(long index, int value) {
    retrying(
        this::writable,
        now -> {
          set(now, Slice.index(index, now.byteSize()), Bytes.unsigned(value));
          return null;
        });
  }

  int get(MemorySegment s, long offset) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      int value = s.get(JAVA_BYTE, offset) & 0xff;
      if (FaultGuard.holds(mark)) {
        return value;
      }
    }
    return FaultGuard.read(s, offset, offset + 1, (bytes, at) -> bytes.get(JAVA_BYTE, at) & 0xff);
  }

  void set(MemorySegment s, long offset, int value) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      s.set(JAVA_BYTE, offset, (byte) value);
      if (!FaultGuard.holds(mark)) {
        FaultGuard.settle(mark, s, offset, offset + 1);
      }
    } else {
      byte[] bytes = {(byte) value};
      FaultGuard.write(MemorySegment.ofArray(bytes), 0, s, offset, 1);
    }
  }

  /** Copies {@code count} bytes from {@code offset} on to {@code target}. */
  void copyOut(MemorySegment s, long offset, MemorySegment target, long targetOffset, long count) {
    if (target.isNative()) {
      copyInPieces(s, offset, target, targetOffset, count);
      return;
    }
    for (long done = 0; done < count; done += HEAP_PIECE) {
      long size = Math.min(HEAP_PIECE, count - done);
      FaultGuard.copy(s, offset + done, target, targetOffset + done, size);
    }
  }

  /** Copies the bytes of {@code slice} to {@code target}. */
  void copyOut(MemorySegment s, Slice slice, byte[] target) {
    long mark = FaultGuard.mark();
    if (FaultGuard.holds(mark)) {
      for (int i = 0; i < target.length; i++) {
        target[i] = s.get(JAVA_BYTE, slice.at(i));
      }
      if (FaultGuard.holds(mark)) {
        return;
      }
    }
    long low = slice.low();
    if (FaultGuard.isDirect(s) || slice.high() - low <= PIECE) {
      FaultGuard.read(
          s,
          low,
          slice.high(),
          (bytes, at) -> {
            for (int i = 0; i < target.length; i++) {
              target[i] = bytes.get(JAVA_BYTE, at + slice.at(i) - low);
            }
            return null;
          });
      return;
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) get(s, slice.at(i));
    }
  }

  /** Copies {@code source}, as it was at the start, to the bytes of {@code slice}. */
  void copyIn(MemorySegment s, Slice slice, MemorySegment source) {
    MemorySegment bytes = Bytes.apartFrom(s, source);
    byte[] piece = new byte[(int) Math.min(slice.count(), PIECE)];
    for (long done = 0; done < slice.count(); done += PIECE) {
      int size = (int) Math.min(PIECE, slice.count() - done);
      FaultGuard.copy(bytes, done, MemorySegment.ofArray(piece), 0, size);
      long first = done;
      FaultGuard.change(
          s,
          slice.low(),
          slice.high(),
          () -> {
            for (int i = 0; i < size; i++) {
              s.set(JAVA_BYTE, slice.at(first + i), piece[i]);
            }
            return null;
          });
    }
  }

  /** Copies all of {@code source} to {@code offset}; it may be part of this mapping. */
  void copyIn(MemorySegment s, long offset, MemorySegment source) {
    long count = source.byteSize();
    if (source.isNative()) {
      copyInPieces(source, 0, s, offset, count);
      return;
    }
    for (long done = 0; done < count; done += HEAP_PIECE) {
      FaultGuard.write(source, done, s, offset + done, Math.min(HEAP_PIECE, count - done));
    }
  }

  /**
   * Copies between mapped memory as memmove does, through the heap: zeros of a truncated source
   * must not be written to the target.
   */
  private static void copyInPieces(
      MemorySegment source, long from, MemorySegment target, long to, long count) {
    byte[] piece = new byte[(int) Math.min(count, PIECE)];
    MemorySegment bytes = MemorySegment.ofArray(piece);
    boolean backward = source.address() + from < target.address() + to;
    for (long done = 0; done < count; done += PIECE) {
      long size = Math.min(PIECE, count - done);
      long at = backward ? count - done - size : done;
      FaultGuard.copy(source, from + at, bytes, 0, size);
      FaultGuard.write(bytes, 0, target, to + at, size);
    }
  }

  /**
   * Moves bytes as memmove does. It holds the lock: otherwise, after a resize in between, one could
   * not tell whether the move was made, and it must not be made twice.
   */
  void move(long target, long source, long count) {
    locked(
        () -> {
          MemorySegment s = writable();
          requireMove(target, source, count, s.byteSize());
          copyInPieces(s, source, s, target, count);
          return null;
        });
  }

  // A body may touch the whole memory, and runs once. There are four forms, because a generic one
  // would box.

  /** Runs {@code body}; throws its exception, or the fault's if there was one. */
  <R, X extends Exception> R guarded(GuardedBody<R, X> body) throws X {
    Region now = toGuard();
    long mark = now.memory().begin();
    R result;
    try {
      result = body.run(now.segment());
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  <X extends Exception> int guardedInt(GuardedBody.OfInt<X> body) throws X {
    Region now = toGuard();
    long mark = now.memory().begin();
    int result;
    try {
      result = body.run(now.segment());
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  <X extends Exception> long guardedLong(GuardedBody.OfLong<X> body) throws X {
    Region now = toGuard();
    long mark = now.memory().begin();
    long result;
    try {
      result = body.run(now.segment());
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  <X extends Exception> double guardedDouble(GuardedBody.OfDouble<X> body) throws X {
    Region now = toGuard();
    long mark = now.memory().begin();
    double result;
    try {
      result = body.run(now.segment());
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  /** Also the region that a resize has put in the place of {@code now} may have met a fault. */
  private void ended(Region now, long mark) {
    now.memory().ended(mark);
    Region after = region;
    if (after != now && after.memory().hasFaulted()) {
      long length = after.length();
      throw report.explain(Outcome.UNKNOWN, null, 0, length, length);
    }
  }

  private Region toGuard() {
    readable();
    return locked(() -> region);
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
    return locked(() -> backing.size(region.length()));
  }

  /** Flushes all of the memory. */
  void flush(Set<Sync> flags) throws IOException {
    onSystem(memory -> pages.flush(memory, 0, memory.byteSize(), flags));
  }

  void flush(long offset, long size, Set<Sync> flags) throws IOException {
    onSystem(memory -> pages.flush(memory, offset, size, flags));
  }

  /** Flushes the pages that hold the range. */
  void flushAround(long offset, long size) throws IOException {
    onSystem(memory -> pages.flushAround(memory, offset, size));
  }

  void advise(Advice advice, long start, long count) throws IOException {
    onSystem(memory -> pages.advise(memory, advice, start, count));
  }

  void name(String name) throws IOException {
    onSystem(memory -> backing.name(memory, MmapBuilder.checkedName(name)));
  }

  void lock() throws IOException {
    onSystem(memory -> pages.lock(memory, 0, memory.byteSize()));
  }

  void lock(long offset, long size) throws IOException {
    onSystem(memory -> pages.lock(memory, offset, size));
  }

  void unlock() throws IOException {
    onSystem(memory -> pages.unlock(memory, 0, memory.byteSize()));
  }

  void unlock(long offset, long size) throws IOException {
    onSystem(memory -> pages.unlock(memory, offset, size));
  }

  void evict() throws IOException {
    onSystem(memory -> backing.evict(memory.byteSize()));
  }

  Residency residency() throws IOException {
    return locked(() -> repeating(pages::residency));
  }

  private interface Call<R> {
    R on(MemorySegment memory) throws IOException;
  }

  private interface Step {
    void on(MemorySegment memory) throws IOException;
  }

  private void onSystem(Step step) throws IOException {
    locked(
        () ->
            repeating(
                memory -> {
                  step.on(memory);
                  return null;
                }));
  }

  /**
   * Makes a repeatable system call on the memory. Zero pages are repaired first, so that the call
   * works on the file's own pages.
   */
  private <R> R repeating(Call<R> call) throws IOException {
    MappedMemory memory = region.memory();
    for (int tries = 1; ; tries++) {
      memory.repair();
      long faults = memory.faults();
      R result = call.on(segment);
      if (memory.faults() == faults) {
        return result;
      }
      if (tries == MOST_CALLS) {
        long length = region.length();
        throw report.explain(Outcome.UNKNOWN, null, 0, length, length);
      }
    }
  }

  // ---- the length

  void resize(long newLength) throws IOException {
    changing(() -> lengths.resize(region, newLength));
  }

  /** Adopts the file's current length and returns it. */
  long refresh() throws IOException {
    return changing(() -> lengths.refresh(region));
  }

  /** Lets only an appender resize from now on, and returns the length. */
  long beginAppending() throws IOException {
    return changing(
        () -> {
          lengths.beginAppending(region);
          return new Resized(region, null);
        });
  }

  /** Resizes for the appender. */
  void resizeAppended(long newLength) throws IOException {
    changing(() -> lengths.resizeAppended(region, newLength));
  }

  void endAppending() throws IOException {
    changing(
        () -> {
          lengths.endAppending();
          return new Resized(region, null);
        });
  }

  /** Makes a change of the region while nothing else is inside; returns the length then. */
  private long changing(CloseLock.Call<Resized, IOException> change) throws IOException {
    return lock.exclusive(
        () -> {
          requireOwner(segment);
          Resized resized = change.run();
          if (resized.region() != region) {
            publish(resized.region());
          }
          resized.throwFailure();
          return region.length();
        });
  }

  /** Registers a listener for faults, whatever code meets them. */
  void onFault(Consumer<? super MappingFaultException> listener) {
    locked(
        () -> {
          if (!region.memory().isGuarded()) {
            throw new UnsupportedOperationException(
                "a listener needs the fault guard, which is missing here: "
                    + FaultHandler.missing());
          }
          report.listener(listener);
          region.memory().notifyFaults();
          return null;
        });
  }

  Set<Capability> capabilities() {
    live();
    Set<Capability> all = EnumSet.copyOf(backing.capabilities());
    if (region.memory().isGuarded() && FaultHandler.isInFront()) {
      all.add(Capability.FAULT_GUARD);
    }
    return all;
  }

  void close() {
    lock.close(
        () -> {
          requireOwner(segment);
          region.closeArena();
        },
        region::release);
  }

  /** What is mapped now, or null when closed; for any thread. */
  OpenMapping description() {
    return lock.isClosed() ? null : region.memory().description();
  }

  boolean isClosed() {
    return lock.isClosed();
  }
}
