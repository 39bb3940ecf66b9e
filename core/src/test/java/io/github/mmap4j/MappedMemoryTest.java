package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mmap4j.internal.access.CloseLock;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Tests memory that does not fit into the guard's table. */
class MappedMemoryTest {
  private static final MapSpec SPEC =
      new MapSpec(
          "memory",
          0,
          1,
          Access.WRITE,
          EnumSet.of(Protection.READ, Protection.WRITE),
          EnumSet.of(MapFlag.SHARED),
          true,
          false,
          false,
          false,
          0,
          null,
          null,
          null);

  private static final class Unguarded extends MappedMemory {
    Unguarded() {
      super(SPEC, 1L << 20, 1, 1);
    }

    @Override
    protected Pages pages() {
      return new Pages(Mmap.PAGESIZE);
    }

    @Override
    boolean showAgain(long from) {
      return false;
    }

    @Override
    void closed() {}

    @Override
    void dropped() {}
  }

  @Test
  void aResizeLeavesTheListenerWithoutFaults() {
    FaultTranslator report =
        new FaultTranslator(SPEC, null, new CloseLock(), new PageRequests(NativeAccess.pages()));
    report.listener(e -> {});
    Unguarded after = new Unguarded();
    after.reportTo(report, new Unguarded());
    assertFalse(after.isGuarded());
  }
}
