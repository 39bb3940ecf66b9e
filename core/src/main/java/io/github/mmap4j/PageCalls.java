package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.os.NativeAccess;
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
record PageCalls(MapSpec spec, Backing backing, PageRequests requests) {
  /** The maximum number of pages for one call of mincore, which reports each page in one byte. */
  private static final int AT_ONCE = 1 << 16;

  /** The only bit that mincore(2) defines; the others are reserved. */
  private static final int RESIDENT = 1;

  void flush(MemorySegment memory, long offset, long size, Set<Sync> flags) throws IOException {
    requireRange("flush", offset, size, memory.byteSize());
    if (spec.access() != Access.READ && spec.access() != Access.COPY) {
      try (var _ = Trace.flush(spec.source(), spec.offset() + offset, size)) {
        backing.flush(memory, offset, size, flags);
      }
    }
  }

  /** Flushes the pages that hold the range. */
  void flushAround(MemorySegment memory, long offset, long size) throws IOException {
    requireRange("flush", offset, size, memory.byteSize());
    long start = pageOf(offset);
    flush(memory, start, offset + size - start, EnumSet.of(Sync.SYNC));
  }

  void advise(MemorySegment memory, Advice advice, long start, long count) throws IOException {
    long length = memory.byteSize();
    if (start < 0 || start >= Math.max(1, length)) { // an empty mapping takes advice for nothing
      throw new IllegalArgumentException(
          "madvise start " + start + " is outside the mapping, 0 to " + (length - 1));
    }
    if (count < 0) {
      throw new IllegalArgumentException("madvise length " + count + " is negative");
    }
    long size = Math.min(count, length - start);
    try (var _ = Trace.advise(spec.source(), spec.offset() + start, size, advice.name())) {
      backing.advise(memory.asSlice(start, size), advice);
      requests.advised(backing.system("madvise"), start, start + size, advice);
    }
  }

  void lock(MemorySegment memory, long offset, long size) throws IOException {
    SystemCalls os = backing.system("lock");
    requireRange("lock", offset, size, memory.byteSize());
    try (var _ = Trace.lock(spec.source(), spec.offset() + offset, size)) {
      if (size > 0) {
        MemorySegment pages = around(memory, offset, size);
        NativeFile.check(os, SystemCall.MLOCK, arguments(offset, size), os.lock(pages), null);
        requests.locked(os, pageOf(offset), offset + size);
      }
    }
  }

  void unlock(MemorySegment memory, long offset, long size) throws IOException {
    SystemCalls os = backing.system("unlock");
    requireRange("unlock", offset, size, memory.byteSize());
    if (size > 0) {
      MemorySegment pages = around(memory, offset, size);
      NativeFile.check(os, SystemCall.MUNLOCK, arguments(offset, size), os.unlock(pages), null);
      requests.unlocked(pageOf(offset), offset + size);
    }
  }

  Residency residency(MemorySegment memory) throws IOException {
    int page = NativeAccess.pageSize();
    long length = memory.byteSize();
    PageRuns runs = new PageRuns();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(AT_ONCE);
      for (long first = 0; first * page < length; first += AT_ONCE) {
        long start = first * page;
        MemorySegment part = memory.asSlice(start, Math.min((long) AT_ONCE * page, length - start));
        backing.residency(part, vector);
        add(runs, first, vector, (part.byteSize() - 1) / page + 1);
      }
    }
    return new Residency(page, length, runs);
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
  private static MemorySegment around(MemorySegment memory, long offset, long size) {
    long start = pageOf(offset);
    return memory.asSlice(start, offset + size - start);
  }

  private static long pageOf(long offset) {
    return offset - offset % NativeAccess.pageSize();
  }
}
