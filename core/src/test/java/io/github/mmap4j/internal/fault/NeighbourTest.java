package io.github.mmap4j.internal.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks that an operation on no bytes at the end of a mapping never asks the mapping that begins
 * there, which another thread may be closing.
 */
class NeighbourTest {
  private static final int PAGE = Mmap.PAGESIZE;

  /** A region that has left the table and is closed, but is still listed. */
  private static final class Closing extends FaultOwner {
    Closing(long address) {
      super(address, PAGE);
    }

    @Override
    protected Pages pages() {
      return new Pages(PAGE);
    }

    @Override
    protected boolean isWritable() {
      return false;
    }

    @Override
    protected boolean isRestoredWhole() {
      return false;
    }

    @Override
    protected <R> R whileMapped(Supplier<R> action) {
      throw new IllegalStateException("the neighbour is closed");
    }

    @Override
    protected boolean restore(long from) {
      return false;
    }

    @Override
    public RuntimeException explain(Outcome outcome, Throwable cause, long from, long to) {
      return new IllegalStateException("the neighbour has faulted", cause);
    }
  }

  private final List<Mmap> opened = new ArrayList<>();
  private Mmap m;
  private Closing neighbour;

  @BeforeEach
  void makeNeighbours() throws IOException {
    assumeTrue(FaultHandler.missing() == null, FaultHandler.missing());
    long end;
    do {
      m = Mmap.anonymous(PAGE);
      opened.add(m);
      end = m.asSegment().address() + PAGE;
    } while (!FaultGuard.owners(end, end + PAGE).isEmpty());
    neighbour = new Closing(end);
    FaultGuard.add(neighbour);
    neighbour.leave(FaultHandler.table());
    FaultTable.count();
    assertFalse(FaultGuard.holds(FaultGuard.mark()), "no operation takes the fast path");
  }

  @AfterEach
  void close() {
    FaultGuard.remove(neighbour);
    opened.forEach(Mmap::close);
  }

  @Test
  void readingNothingAtTheEndReadsNothing() {
    MemorySegment s = m.asSegment();
    assertEquals("read", FaultGuard.read(s, PAGE, PAGE, (_, _) -> "read"));
    assertEquals(0, m.getSlice(PAGE, PAGE).length);
    assertEquals(-1, m.find(new byte[] {1}, PAGE));
    m.seek(PAGE);
    assertEquals(0, m.readLine().length);
  }

  @Test
  void watchingNothingAtTheEndWatchesNothing() {
    FaultWatch watch = new FaultWatch(m.asSegment().asSlice(PAGE));
    watch.check(watch.begin());
  }

  @Test
  void writingNothingAtTheEndWritesNothing() {
    assertEquals("changed", FaultGuard.change(m.asSegment(), PAGE, PAGE, () -> "changed"));
    m.setSlice(PAGE, PAGE, new byte[0]);
    m.seek(PAGE);
    assertEquals(0, m.write(new byte[0]));
  }

  @Test
  void theNeighbourIsAskedForItsOwnBytes() {
    MemorySegment page = NativeAccess.os().segment(neighbour.address(), PAGE, Arena.global());
    assertThrows(IllegalStateException.class, () -> FaultGuard.read(page, 0, 1, (_, _) -> "read"));
  }
}
