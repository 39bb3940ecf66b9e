package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.WINDOWS;
import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.FLUSHABLE;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;

/** Checks flushing. */
class FlushContractTest extends Contract {
  @ForKinds(ALL)
  void everyWayToFlushWorks() throws IOException {
    if (!kind.isReadOnly()) {
      m.set(PAGE, 99);
      expected[PAGE] = 99;
    }
    m.flush();
    m.flush(0, LENGTH);
    m.flush(PAGE, 1);
    m.flush(3L * PAGE, 123);
    m.flush(0, 0);
    m.flush(0, LENGTH, Sync.SYNC);
    m.flush(0, LENGTH, new Sync[0]);
    m.flush(0);
    m.flush(PAGE);
    m.flush(0, -1);
    m.flush(3L * PAGE, -1, Sync.SYNC);
    m.flush(Sync.SYNC);
    m.flush(new Sync[0]);
    m.flushRange(PAGE + 1, 5);
    m.flushRange(LENGTH, 0);
    assertMemoryAsExpected();
    if (kind.writesFile()) {
      assertArrayEquals(expected, mapped.fileBytes(0, LENGTH));
    }
  }

  @ForKinds(NATIVE)
  void flushTakesTheSystemsFlags() throws IOException {
    m.flush(0, LENGTH, Sync.ASYNC);
    m.flush(PAGE, PAGE, Sync.SYNC, Sync.INVALIDATE);
  }

  /** Windows is left out, because a flush waits there if any flag asks for it. */
  @ForKinds(
      value = {FLUSHABLE, NATIVE},
      but = WINDOWS)
  void flagsThatContradictEachOtherAreRefused() {
    MmapException e =
        assertThrows(MmapException.class, () -> m.flush(0, LENGTH, Sync.SYNC, Sync.ASYNC));
    assertEquals("msync EINVAL", e.call() + " " + e.errnoName());
  }

  @ForKinds(ALL)
  void flushOfARangeOutsideIsRefused() {
    for (long[] range :
        new long[][] {
          {-PAGE, 1},
          {-PAGE, -1},
          {0, -2},
          {LENGTH + 1, -1},
          {0, LENGTH + 1},
          {4L * PAGE, 0},
          {PAGE, Long.MAX_VALUE},
          {Long.MAX_VALUE, 1}
        }) {
      assertThrows(IllegalArgumentException.class, () -> m.flush(range[0], range[1]));
      assertThrows(IllegalArgumentException.class, () -> m.flushRange(range[0], range[1]));
    }
    assertThrows(IllegalArgumentException.class, () -> m.flushRange(0, -1));
    assertThrows(IllegalArgumentException.class, () -> m.flush(LENGTH + 1));
  }

  @ForKinds(FLUSHABLE)
  void anUnalignedFlushNamesThePageSize() {
    MmapException e = assertThrows(MmapException.class, () -> m.flush(1, 1));
    assertEquals("EINVAL", e.errnoName());
    assertTrue(e.getMessage().contains("PAGESIZE, " + PAGE), e.getMessage());
  }
}
