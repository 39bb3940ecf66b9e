package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Residency.PageRuns;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * The system calls on a mapping's pages, for every kind of backing. {@link Mapping} makes these
 * calls under its lock.
 */
record PageCalls(MapSpec spec, Backing backing, PageRequests requests, Pages pages) {
  /** The maximum number of pages for one call of mincore, which reports each page in one byte. */
  private static final int AT_ONCE = 1 << 16;

  /**
   * The number of bytes to load for one call with {@link Advice#WILLNEED}. Linux loads at most the
   * device's read-ahead or its longest transfer, the longer of the two, and ignores the rest of the
   * range. The default read-ahead is 128 KiB.
   */
  private static final long READ_AHEAD = 128 << 10;

  /** The advice that takes something from a page, and so must not reach bytes outside a range. */
  private static final Set<Advice> TAKING =
      EnumSet.of(
          Advice.DONTNEED,
          Advice.FREE,
          Advice.FREE_REUSABLE,
          Advice.REMOVE,
          Advice.DONTFORK,
          Advice.WIPEONFORK,
          Advice.HWPOISON,
          Advice.SOFT_OFFLINE);

  /** The size of a range to flush that reaches to the end, as in CPython since 3.15. */
  static final long TO_THE_END = -1;

  /** The only bit that mincore(2) defines; the others are reserved. */
  private static final int RESIDENT = 1;

  /** Flushes a range; a size of -1 means up to the memory's end. */
  void flush(MemorySegment memory, long offset, long given, Set<Sync> flags) throws IOException {
    long length = memory.byteSize();
    long size = given == TO_THE_END ? Math.max(0, length - offset) : given;
    requireRange("flush", offset, size, length);
    if (spec.access() != Access.READ && spec.access() != Access.COPY) {
      try (var _ = Trace.flush(spec.source(), spec.offset() + offset, size)) {
        backing.flush(memory, offset, size, flags);
      }
    }
  }

  /** Flushes the pages that hold the range. */
  void flushAround(MemorySegment memory, long offset, long size) throws IOException {
    requireRange("flush", offset, size, memory.byteSize());
    long start = pages.start(offset);
    flush(memory, start, offset + size - start, EnumSet.of(Sync.SYNC));
  }

  /**
   * Returns {@code memory} up to the end of its last page if its pages are huge, because Linux
   * takes advice only for whole ones; of an empty mapping, the page that it keeps. What is asked
   * for that page is extended to the pages that are added.
   */
  private MemorySegment kept(SystemCalls os, MemorySegment memory) {
    long length = memory.byteSize();
    if (length == 0 && os.extendsFiles()) { // which keeps no page
      return memory;
    }
    long least = Math.max(1, length);
    long size = isHuge() ? backing.pages().whole(least) : least;
    return size == length ? memory : os.segment(memory.address(), size, Arena.global());
  }

  private boolean isHuge() {
    return backing.pages().size() > pages.size();
  }

  /**
   * Gives advice to the memory from {@code start} to its end. Advice that lasts is also for the
   * rest of {@code room}, which an appender has not filled yet or has cut off.
   */
  void advise(MemorySegment memory, MemorySegment room, Advice advice, long start)
      throws IOException {
    requireStart(start, memory.byteSize());
    MemorySegment all =
        PageRequests.isLasting(advice) ? kept(backing.system("madvise"), room) : memory;
    advise(all, advice, start, all.byteSize() - start);
  }

  private static void requireStart(long start, long length) {
    if (start < 0 || start >= Math.max(1, length)) { // 0 is the start of an empty mapping, too
      throw new IllegalArgumentException(
          "madvise start " + start + " is outside the mapping, 0 to " + Math.max(0, length - 1));
    }
  }

  void advise(MemorySegment memory, Advice advice, long start, long count) throws IOException {
    long length = memory.byteSize();
    requireStart(start, length);
    if (count < 0) {
      throw new IllegalArgumentException("madvise length " + count + " is negative");
    }
    if (count > Long.MAX_VALUE - start) {
      throw new IllegalArgumentException(
          "madvise start %d and length %d overflow: the length may be at most %d"
              .formatted(start, count, Long.MAX_VALUE - start));
    }
    long size = Math.min(count, length - start);
    try (var _ = Trace.advise(spec.source(), spec.offset() + start, size, advice.name())) {
      if (advice == Advice.WILLNEED && backing.isFile()) {
        willNeed(memory, start, start + size);
      } else {
        backing.advise(memory.asSlice(start, size), advice);
      }
      requests.advised(backing.system("madvise"), start, start + size, advice);
    }
  }

  /**
   * Asks for all data of a range, in pieces. Holes are left out, because no disk holds them. The
   * first piece is always sent, so that the system checks the alignment of {@code start}.
   */
  private void willNeed(MemorySegment memory, long start, long end) throws IOException {
    long at = start;
    long endOfData = start;
    do {
      long size = Math.min(READ_AHEAD, end - at);
      backing.advise(memory.asSlice(at, size), Advice.WILLNEED);
      at += size;
      if (at >= endOfData && at < end) {
        long data = backing.nextData(at, end);
        endOfData = backing.nextHole(data, end);
        at = data == end ? end : Math.max(at, pages.start(data));
      }
    } while (at < end);
  }

  /**
   * Gives advice to the pages that hold the range, or only to those that lie wholly in it if the
   * advice takes something from them.
   */
  void adviseRange(MemorySegment memory, Advice advice, long offset, long size) throws IOException {
    SystemCalls os = backing.system("madvise");
    SystemNumbers.callValue(advice); // refuses advice that the system lacks, even for no page
    long length = memory.byteSize();
    requireRange("madvise", offset, size, length);
    MemorySegment all = kept(os, memory);
    Pages units = backing.pages();
    long start = units.start(offset);
    long end = offset + size;
    if (TAKING.contains(advice)) {
      start = units.whole(offset);
      // Bytes after the mapping's end are part of its last page only in the file.
      end = end == length && advice != Advice.REMOVE ? all.byteSize() : units.start(end);
    } else if (isHuge()) {
      end = units.whole(end);
    }
    if (size > 0 && start < end) {
      advise(all, advice, start, end - start);
    }
  }

  void lock(MemorySegment memory, long offset, long size) throws IOException {
    SystemCalls os = backing.system("lock");
    requireRange("lock", offset, size, memory.byteSize());
    try (var _ = Trace.lock(spec.source(), spec.offset() + offset, size)) {
      if (size > 0) {
        MemorySegment whole = around(memory, offset, size);
        NativeFile.check(os, SystemCall.MLOCK, arguments(offset, size), os.lock(whole), null);
        requests.locked(os, pages.start(offset), offset + size);
      }
    }
  }

  /** Unlocks all of the memory, also what an appender has not filled yet or has cut off. */
  void unlock(MemorySegment room) throws IOException {
    MemorySegment all = kept(backing.system("unlock"), room);
    unlock(all, 0, all.byteSize());
  }

  void unlock(MemorySegment memory, long offset, long size) throws IOException {
    SystemCalls os = backing.system("unlock");
    requireRange("unlock", offset, size, memory.byteSize());
    if (size > 0) {
      MemorySegment whole = around(memory, offset, size);
      NativeFile.check(os, SystemCall.MUNLOCK, arguments(offset, size), os.unlock(whole), null);
      requests.unlocked(pages.start(offset), offset + size);
    }
  }

  private interface Results {
    /**
     * Takes the result for {@code count} pages from page {@code first} on, and returns whether to
     * query more.
     */
    boolean take(long first, MemorySegment vector, long count);
  }

  /** Queries the pages that hold a range, and returns whether all results were taken. */
  private boolean query(MemorySegment memory, long offset, long size, Results results)
      throws IOException {
    requireRange("residency", offset, size, memory.byteSize());
    long end = offset + size;
    long first = pages.number(offset);
    long count = size == 0 ? 0 : pages.count(end) - first;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(Math.clamp(count, 1, AT_ONCE));
      boolean isMore = true;
      for (long done = 0; done < count && isMore; done += AT_ONCE) {
        long start = (first + done) * pages.size();
        MemorySegment part = memory.asSlice(start, Math.min(AT_ONCE * pages.size(), end - start));
        backing.residency(part, vector);
        isMore = results.take(first + done, vector, pages.count(part.byteSize()));
      }
      return isMore;
    }
  }

  Residency residency(MemorySegment memory, long offset, long size) throws IOException {
    PageRuns runs = new PageRuns();
    query(
        memory,
        offset,
        size,
        (first, vector, count) -> {
          add(runs, first, vector, count);
          return true;
        });
    return new Residency(pages, offset, size, memory.byteSize(), runs);
  }

  boolean isResident(MemorySegment memory, long offset, long size) throws IOException {
    return query(memory, offset, size, (_, vector, count) -> isResident(vector, count));
  }

  private static boolean isResident(MemorySegment vector, long count) {
    for (long i = 0; i < count; i++) {
      if ((vector.get(JAVA_BYTE, i) & RESIDENT) == 0) {
        return false;
      }
    }
    return true;
  }

  private static void add(PageRuns runs, long first, MemorySegment vector, long count) {
    for (long i = 0; i < count; i++) {
      if ((vector.get(JAVA_BYTE, i) & RESIDENT) != 0) {
        runs.add(first + i);
      }
    }
  }

  private static String arguments(long offset, long size) {
    return "offset=" + offset + ", size=" + size;
  }

  private static void requireRange(String what, long offset, long size, long length) {
    if (offset < 0 || size < 0 || size > length - offset) {
      throw new IllegalArgumentException(
          "%s of %d bytes at %d passes the mapping's bounds, 0 to %d"
              .formatted(what, size, offset, length));
    }
  }

  /** Extends the range back to a page boundary; the system rounds the range's end up. */
  private MemorySegment around(MemorySegment memory, long offset, long size) {
    long start = pages.start(offset);
    return memory.asSlice(start, offset + size - start);
  }
}
