package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.os.Native;
import io.github.mmap4j.internal.os.Os;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What is asked of the system about a mapping's pages, whatever backs them. */
final class Pages {
  /** Pages that mincore tells of in one call, a byte each. */
  private static final int AT_ONCE = 1 << 16;

  /** The one bit that mincore(2) defines; the others are reserved. */
  private static final int RESIDENT = 1;

  private final Mapping mapping;

  Pages(Mapping mapping) {
    this.mapping = mapping;
  }

  /** A call on the mapping's memory, which can't be unmapped meanwhile. */
  interface Call<R> {
    R run(Os os, MemorySegment memory) throws IOException;
  }

  void lock() throws IOException {
    mapping.onSystem("lock", (os, memory) -> lock(os, memory, 0, memory.byteSize()));
  }

  void lock(long offset, long size) throws IOException {
    mapping.onSystem("lock", (os, memory) -> lock(os, memory, offset, size));
  }

  void unlock() throws IOException {
    mapping.onSystem("unlock", (os, memory) -> unlock(os, memory, 0, memory.byteSize()));
  }

  void unlock(long offset, long size) throws IOException {
    mapping.onSystem("unlock", (os, memory) -> unlock(os, memory, offset, size));
  }

  private Void lock(Os os, MemorySegment memory, long offset, long size) throws IOException {
    requireRange("lock", offset, size, memory.byteSize());
    try (var _ = Trace.lock(mapping.spec().describe(memory.byteSize()), offset, size)) {
      if (size > 0) {
        MemorySegment pages = around(memory, offset, size);
        NativeFile.check(os, "mlock", arguments(offset, size), os.lock(pages), null);
      }
    }
    return null;
  }

  private static Void unlock(Os os, MemorySegment memory, long offset, long size)
      throws IOException {
    requireRange("unlock", offset, size, memory.byteSize());
    if (size > 0) {
      MemorySegment pages = around(memory, offset, size);
      NativeFile.check(os, "munlock", arguments(offset, size), os.unlock(pages), null);
    }
    return null;
  }

  Residency residency() throws IOException {
    return mapping.onSystem("residency", Pages::residency);
  }

  private static Residency residency(Os os, MemorySegment memory) throws IOException {
    int page = Native.pageSize();
    long length = memory.byteSize();
    PageRuns runs = new PageRuns();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(AT_ONCE);
      for (long first = 0; first * page < length; first += AT_ONCE) {
        long start = first * page;
        MemorySegment part = memory.asSlice(start, Math.min((long) AT_ONCE * page, length - start));
        String arguments = arguments(start, part.byteSize());
        NativeFile.check(os, "mincore", arguments, os.residency(part, vector), null);
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
    long start = offset - offset % Native.pageSize();
    return memory.asSlice(start, offset + size - start);
  }
}
