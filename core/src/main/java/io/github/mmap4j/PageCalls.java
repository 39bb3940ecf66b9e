package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/** What is asked of the system about a mapping's pages, whatever backs them. */
final class PageCalls {
  /** Pages that mincore tells of in one call, a byte each. */
  private static final int AT_ONCE = 1 << 16;

  /** The one bit that mincore(2) defines; the others are reserved. */
  private static final int RESIDENT = 1;

  private final Mapping mapping;

  PageCalls(Mapping mapping) {
    this.mapping = mapping;
  }

  void flush(Set<Sync> flags) throws IOException {
    mapping.onSystem((backing, memory) -> flush(backing, memory, 0, memory.byteSize(), flags));
  }

  void flush(long offset, long size, Set<Sync> flags) throws IOException {
    mapping.onSystem(
        (backing, memory) -> {
          requireRange("flush", offset, size, memory.byteSize());
          return flush(backing, memory, offset, size, flags);
        });
  }

  /** Flushes the pages that hold the range. */
  void flushAround(long offset, long size) throws IOException {
    mapping.onSystem(
        (backing, memory) -> {
          requireRange("flush", offset, size, memory.byteSize());
          long start = pageOf(offset);
          return flush(backing, memory, start, offset + size - start, EnumSet.of(Sync.SYNC));
        });
  }

  private Void flush(Backing backing, MemorySegment memory, long offset, long size, Set<Sync> flags)
      throws IOException {
    MapSpec spec = mapping.spec();
    if (spec.access() != Access.READ && spec.access() != Access.COPY) {
      try (var _ = Trace.flush(spec.source(), spec.offset() + offset, size)) {
        backing.flush(memory, offset, size, flags);
      }
    }
    return null;
  }

  void advise(Advice advice, long start, long count) throws IOException {
    mapping.onSystem(
        (backing, memory) -> {
          long length = memory.byteSize();
          if (start < 0 || start >= length) {
            throw new IllegalArgumentException(
                "madvise start " + start + " is outside the mapping, 0 to " + (length - 1));
          }
          if (count < 0) {
            throw new IllegalArgumentException("madvise length " + count + " is negative");
          }
          long size = Math.min(count, length - start);
          MapSpec spec = mapping.spec();
          try (var _ = Trace.advise(spec.source(), spec.offset() + start, size, advice.name())) {
            backing.advise(memory.asSlice(start, size), advice);
            mapping.requests().advised(backing.system("madvise"), start, start + size, advice);
          }
          return null;
        });
  }

  void name(String name) throws IOException {
    mapping.onSystem(
        (backing, memory) -> {
          backing.name(memory, MmapBuilder.checkedName(name));
          return null;
        });
  }

  void lock() throws IOException {
    mapping.onSystem(
        (backing, memory) -> lock(backing.system("lock"), memory, 0, memory.byteSize()));
  }

  void lock(long offset, long size) throws IOException {
    mapping.onSystem((backing, memory) -> lock(backing.system("lock"), memory, offset, size));
  }

  void unlock() throws IOException {
    mapping.onSystem(
        (backing, memory) -> unlock(backing.system("unlock"), memory, 0, memory.byteSize()));
  }

  void unlock(long offset, long size) throws IOException {
    mapping.onSystem((backing, memory) -> unlock(backing.system("unlock"), memory, offset, size));
  }

  private Void lock(SystemCalls os, MemorySegment memory, long offset, long size)
      throws IOException {
    requireRange("lock", offset, size, memory.byteSize());
    MapSpec spec = mapping.spec();
    try (var _ = Trace.lock(spec.source(), spec.offset() + offset, size)) {
      if (size > 0) {
        MemorySegment pages = around(memory, offset, size);
        NativeFile.check(os, "mlock", arguments(offset, size), os.lock(pages), null);
        mapping.requests().locked(os, pageOf(offset), offset + size);
      }
    }
    return null;
  }

  private Void unlock(SystemCalls os, MemorySegment memory, long offset, long size)
      throws IOException {
    requireRange("unlock", offset, size, memory.byteSize());
    if (size > 0) {
      MemorySegment pages = around(memory, offset, size);
      NativeFile.check(os, "munlock", arguments(offset, size), os.unlock(pages), null);
      mapping.requests().unlocked(pageOf(offset), offset + size);
    }
    return null;
  }

  Residency residency() throws IOException {
    return mapping.onSystem(PageCalls::residency);
  }

  void evict() throws IOException {
    mapping.onSystem(
        (backing, memory) -> {
          backing.evict(memory.byteSize());
          return null;
        });
  }

  private static Residency residency(Backing backing, MemorySegment memory) throws IOException {
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

  /** From the start of the range's first page; the system itself goes to the end of the last. */
  private static MemorySegment around(MemorySegment memory, long offset, long size) {
    long start = pageOf(offset);
    return memory.asSlice(start, offset + size - start);
  }

  private static long pageOf(long offset) {
    return offset - offset % NativeAccess.pageSize();
  }
}
