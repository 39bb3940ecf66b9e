package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Backing.Resized;
import io.github.mmap4j.internal.access.CloseLock;
import io.github.mmap4j.internal.access.LiveMemory;
import io.github.mmap4j.internal.access.ReadOnlyMappingException;
import io.github.mmap4j.internal.access.SegmentAccess;
import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

// This file is longer than others, because all calls on a mapping pass through it.
/**
 * A live mapping: all access to its memory and its backing goes through this class. A call that
 * reaches the backing takes the lock once and delegates to the backing. The position belongs to
 * {@link Mmap}.
 *
 * <p>System calls hold the lock shared, so that their descriptor and memory stay valid; close and
 * resize hold it exclusively. No segment outlives its mapping, and this library never lets native
 * code read or write mapped memory.
 */
final class Mapping extends LiveMemory {
  /** The maximum number of attempts at a system call, if faults occur during each attempt. */
  private static final int MOST_CALLS = 3;

  private static final long NOT_APPENDING = -1;

  /** The length of the longest buffer that the JDK makes of a segment. */
  private static final int LONGEST_BUFFER = Integer.MAX_VALUE - 8;

  /** The number of zeros to write at once. */
  private static final int ZEROS = 1 << 16;

  private final MapSpec spec;
  private final Backing backing;
  private final PageRequests requests;
  private final FaultTranslator report;
  private final PageCalls pages;
  private final LengthPolicy lengths;
  private Region region;

  /** The end of the appended bytes while an appender is open, which hides the bytes after it. */
  private long appended = NOT_APPENDING;

  Mapping(MapSpec spec, Backing.Opened opened) {
    super(spec.isReadable(), spec.isWritable(), spec.confined());
    this.spec = spec;
    this.backing = opened.backing();
    this.requests = new PageRequests(backing.pages());
    this.report = new FaultTranslator(spec, backing, lock, requests);
    this.pages = new PageCalls(spec, backing, requests, NativeAccess.pages());
    this.lengths = new LengthPolicy(spec, backing);
    publish(opened.region(), true);
    if (spec.name() != null && spec.isPrivate()) { // shared memory has a file that carries the name
      requests.named(backing.system("name"), spec.name());
    }
  }

  private void publish(Region next, boolean isAnew) {
    MappedMemory memory = next.memory();
    boolean isReplaced = region == null || memory != region.memory();
    boolean isLonger = region != null && next.length() > region.length();
    if (isReplaced) {
      boolean isShownByFile = isAnew && backing.isFile(); // a copy has the pages of zeros, too
      memory.reportTo(report, region == null || isShownByFile ? null : region.memory());
    }
    if (isLonger) {
      requests.lengthen(memory.address(), region.length(), next.length());
    }
    requests.trim(Math.max(1, next.length()));
    if (isAnew) {
      requests.repeat(memory.address(), memory.address(), memory.mapped());
    }
    if (isReplaced || isLonger) {
      requests.nameAgain(next.room().address(), next.room().byteSize());
    }
    region = next;
    publish(visible(next));
  }

  /** Returns the bytes of a region that readers see: all, or those that have been appended. */
  private MemorySegment visible(Region shown) {
    long end = appended;
    MemorySegment all = shown.segment();
    return end == NOT_APPENDING ? all : all.asSlice(0, Math.min(end, all.byteSize()));
  }

  @Override
  protected RuntimeException notReadable() {
    return new UnsupportedOperationException(
        "memory mapped with protection " + spec.protection() + " can't be read");
  }

  @Override
  protected RuntimeException notWritable() {
    return new ReadOnlyMappingException(
        "the mapping is read-only: access " + spec.access() + ", protection " + spec.protection());
  }

  // A body may touch all of the memory, and runs only once. The method for long is separate from
  // the generic one, to avoid boxing; the methods for int and double call the one for long.

  /**
   * Runs {@code body}, and throws the exception for a fault if the memory faulted, or else whatever
   * the body throws.
   */
  <R, X extends Exception> R guarded(GuardedBody<R, X> body) throws X {
    Region now = toGuard();
    MemorySegment all = visible(now);
    long mark = now.memory().begin(all.byteSize());
    R result;
    try {
      result = body.run(all);
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  <X extends Exception> long guardedLong(GuardedBody.OfLong<X> body) throws X {
    Region now = toGuard();
    MemorySegment all = visible(now);
    long mark = now.memory().begin(all.byteSize());
    long result;
    try {
      result = body.run(all);
    } catch (Throwable e) {
      now.memory().failed(mark, e);
      throw e;
    }
    ended(now, mark);
    return result;
  }

  <X extends Exception> int guardedInt(GuardedBody.OfInt<X> body) throws X {
    return (int) guardedLong(body::run);
  }

  <X extends Exception> double guardedDouble(GuardedBody.OfDouble<X> body) throws X {
    return Double.longBitsToDouble(guardedLong(s -> Double.doubleToRawLongBits(body.run(s))));
  }

  /** Checks {@code now} for faults, and also any region that has replaced it in a resize. */
  private void ended(Region now, long mark) {
    now.memory().ended(mark);
    Region after = region;
    if (after.memory() != now.memory() && after.memory().hasFaulted()) {
      long length = after.length();
      throw report.explain(Outcome.UNKNOWN, null, 0, length, length);
    }
  }

  private Region toGuard() {
    readable();
    return locked(() -> region);
  }

  ByteBuffer buffer(long offset, int length) {
    MemorySegment s = readable();
    Objects.checkFromIndexSize(offset, length, s.byteSize());
    if (length > LONGEST_BUFFER) {
      throw new IllegalStateException(
          "%d bytes don't fit into a buffer of at most %d; take them as a segment"
              .formatted(length, LONGEST_BUFFER));
    }
    return s.asSlice(offset, length).asByteBuffer();
  }

  // ---- the system

  long size() throws IOException {
    return locked(() -> lengths.size(visible(region).byteSize()));
  }

  /** Flushes a range as {@code flags} specify; none means {@link Sync#SYNC}. */
  void flush(long offset, long size, Sync... flags) throws IOException {
    Set<Sync> given = EnumSet.copyOf(flags.length == 0 ? List.of(Sync.SYNC) : List.of(flags));
    onSystem(memory -> pages.flush(memory, offset, size, given));
  }

  void flushAround(long offset, long size) throws IOException {
    onSystem(memory -> pages.flushAround(memory, offset, size));
  }

  void advise(Advice advice, long start) throws IOException {
    onSystem(
        memory -> {
          // Pages that an appender has cut off keep their advice and locks, and may be added again.
          boolean isDefault = PageRequests.isDefault(advice);
          MemorySegment room = isDefault ? region.room() : region.segment();
          pages.advise(memory, room, advice, start);
        });
  }

  void advise(Advice advice, long start, long count) throws IOException {
    onSystem(memory -> pages.advise(memory, advice, start, count));
  }

  void adviseRange(Advice advice, long offset, long size) throws IOException {
    onSystem(memory -> pages.adviseRange(memory, advice, offset, size));
  }

  void name(String name) throws IOException {
    onSystem(
        _ -> {
          backing.name(region.room(), MmapBuilder.checkedName(name));
          requests.named(backing.system("setName"), name);
        });
  }

  void lock() throws IOException {
    onSystem(memory -> pages.lock(memory, 0, memory.byteSize()));
  }

  void lock(long offset, long size) throws IOException {
    onSystem(memory -> pages.lock(memory, offset, size));
  }

  void unlock() throws IOException {
    onSystem(_ -> pages.unlock(region.room()));
  }

  void unlock(long offset, long size) throws IOException {
    onSystem(memory -> pages.unlock(memory, offset, size));
  }

  void evict() throws IOException {
    onSystem(memory -> backing.evict(memory.byteSize()));
  }

  Residency residency() throws IOException {
    return locked(() -> repeating(memory -> pages.residency(memory, 0, memory.byteSize())));
  }

  Residency residency(long offset, long size) throws IOException {
    return locked(() -> repeating(memory -> pages.residency(memory, offset, size)));
  }

  boolean isResident(long offset, long size) throws IOException {
    return locked(() -> repeating(memory -> pages.isResident(memory, offset, size)));
  }

  long nextData(long from) {
    return locked(
        () -> {
          long length = visible(region).byteSize();
          return backing.nextData(Objects.checkIndex(from, length + 1), length);
        });
  }

  long nextHole(long from) {
    return locked(
        () -> {
          long length = visible(region).byteSize();
          return backing.nextHole(Objects.checkIndex(from, length + 1), length);
        });
  }

  Hold hold(String by) {
    readable();
    MappedMemory.Holder holder = new MappedMemory.Holder(by);
    return locked(
        () -> {
          region.memory().hold(holder);
          return new Hold(region.memory(), holder, visible(region));
        });
  }

  /** Throws an exception if the memory is held; does nothing if the mapping is closed. */
  void requireNoHold() {
    region.memory().requireNoHold();
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
   * Makes a system call on the memory, and repeats the call if faults occurred. Pages of zeros that
   * replaced lost pages are repaired first, so that the call works on the file's own pages.
   */
  private <R> R repeating(Call<R> call) throws IOException {
    MappedMemory memory = region.memory();
    for (int tries = 1; ; tries++) {
      memory.repair();
      long faults = memory.faults();
      R result = call.on(visible(region));
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

  @Override
  public void resize(long newLength) throws IOException {
    changing(() -> lengths.resize(region, newLength));
  }

  long refresh() throws IOException {
    return changing(() -> lengths.refresh(region));
  }

  /** From now on, lets only an appender change the length; returns the length. */
  long beginAppending() throws IOException {
    return changing(
        () -> {
          Resized same = lengths.beginAppending(region);
          appended = region.length();
          return same;
        });
  }

  /** Returns the number of bytes that an appender can fill before it must extend the mapping. */
  long room() {
    live();
    return region.length();
  }

  /** Returns the length up to which the mapping can grow without moving. */
  long lengthInPlace() {
    return region.lengthInPlace();
  }

  /** Prepares bytes after {@code from}, as {@link Backing#prepare} does. */
  long prepareAppended(long from, long length) throws IOException {
    return locked(() -> lengths.prepare(region, from, length));
  }

  /** Writes bytes after the appended ones, where there is room for them, and shows them. */
  void append(byte[] bytes, int offset, int count) {
    long mark = FaultGuard.mark();
    if (!FaultGuard.isClean(mark)) {
      append(MemorySegment.ofArray(bytes).asSlice(offset, count));
      return;
    }
    MemorySegment room = region.segment(); // only the appender replaces it
    long end = appended;
    try {
      MemorySegment.copy(bytes, offset, room, JAVA_BYTE, end, count);
      if (!FaultGuard.holds(mark)) {
        FaultGuard.settle(mark, room, end, end + count);
      }
    } catch (RuntimeException | Error e) {
      undoAppend(count, e);
      throw e;
    }
    showAppended(end + count);
  }

  void append(MemorySegment bytes) {
    MemorySegment room = region.segment();
    long end = appended;
    try {
      SegmentAccess.copyIn(room, end, bytes);
    } catch (RuntimeException | Error e) {
      undoAppend(bytes.byteSize(), e);
      throw e;
    }
    showAppended(end + bytes.byteSize());
  }

  /**
   * Writes zeros again where a failed call has perhaps written a part of its bytes, because other
   * readers of the file take them for appended bytes, and private memory would keep them.
   *
   * @throws IllegalStateException if the mapping was closed meanwhile
   */
  private void undoAppend(long count, Throwable cause) {
    live();
    MemorySegment room = region.segment();
    MemorySegment zeros = MemorySegment.ofArray(new byte[(int) Math.min(count, ZEROS)]);
    try {
      for (long done = 0; done < count; done += ZEROS) {
        SegmentAccess.copyIn(
            room, appended + done, zeros.asSlice(0, Math.min(count - done, ZEROS)));
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void showAppended(long end) {
    VarHandle.releaseFence(); // a reader that sees the new length sees the bytes
    appended = end;
    publish(region.segment().asSlice(0, end));
  }

  void extendAppended(long newLength) throws IOException {
    changing(() -> lengths.extendAppended(region, newLength));
  }

  /** Removes the bytes after the appended ones. */
  void cutAppended() throws IOException {
    changing(() -> lengths.cutAppended(region, appended));
  }

  /** Shows all bytes again, also those after the appended ones if they could not be removed. */
  void endAppending() throws IOException {
    changing(
        () -> {
          Resized same = lengths.endAppending(region);
          appended = NOT_APPENDING;
          publish(region.segment());
          return same;
        });
  }

  /** Changes the region under the exclusive lock and returns the new length. */
  private long changing(CloseLock.Call<Resized, IOException> change) throws IOException {
    return lock.exclusive(
        () -> {
          requireOwner();
          Resized resized = change.run();
          if (resized.region() != region) {
            publish(resized.region(), resized.isAnew());
          }
          resized.throwFailure();
          return region.length();
        });
  }

  /** Registers a listener for faults, including faults that other code causes. */
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
          requireOwner();
          region.closeArena();
        },
        () -> region.release()); // reads the field under the lock, after any resize
  }

  /** Returns the path, or a description of what is mapped instead. */
  String source() {
    return spec.source();
  }

  /**
   * Returns a description of what is mapped now, or null if the mapping is closed. Any thread may
   * call this method.
   */
  OpenMapping description() {
    return lock.isClosed() ? null : region.memory().description();
  }
}
