package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.REFRESHABLE;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;

/** Checks that memory stays where it is while its address is in use. */
class HoldContractTest extends Contract {
  private static void assertInUse(String holders, Executable call) {
    String message = assertThrows(IllegalStateException.class, call).getMessage();
    assertEquals("the mapping is in use: it is held by " + holders, message);
  }

  @ForKinds(ALL)
  void closeWaitsForTheLastHold() {
    Hold first = m.hold("one library");
    Hold second = m.hold("another");
    assertInUse("one library, another", m::close);
    first.close();
    first.close();
    assertInUse("another", m::close);
    assertFalse(m.isClosed());
    assertMemoryAsExpected();
    second.close();
    m.close();
    assertTrue(m.isClosed());
    assertThrows(IllegalStateException.class, () -> m.hold("nobody"));
    second.close();
  }

  @ForKinds(ALL)
  void twoHoldsOfOneNameAreTwo() {
    Hold first = m.hold("library");
    try (Hold _ = m.hold("library")) {
      first.close();
      assertInUse("library", m::close);
    }
    m.close();
  }

  @ForKinds(ALL)
  void theSegmentIsTheMemory() {
    try (Hold hold = m.hold("library")) {
      assertEquals(m.asSegment(), hold.segment());
    }
  }

  @ForKinds(RESIZABLE)
  void noResizeMovesOrShortensTheMemory() throws IOException {
    try (Hold hold = m.hold("library")) {
      long length = LENGTH;
      if (kind.growsInPlace()) {
        length = LENGTH + 10L * PAGE;
        m.resize(length);
        assertEquals(hold.segment().address(), m.asSegment().address());
      } else {
        assertInUse("library", () -> m.resize(LENGTH + 10L * PAGE));
      }
      assertInUse("library", () -> m.resize(PAGE));
      assertEquals(length, m.length());
      expected = Arrays.copyOf(expected, (int) length);
      assertMemoryAsExpected();
      if (kind.isFile()) {
        assertEquals(length, mapped.fileLength());
      }
    }
    m.resize(PAGE);
    assertEquals(PAGE, m.length());
  }

  @ForKinds(REFRESHABLE)
  void noRefreshMovesTheMemory() throws IOException {
    mapped.writeFile(LENGTH, new byte[10 * PAGE]);
    expected = Arrays.copyOf(expected, LENGTH + 10 * PAGE);
    try (Hold hold = m.hold("library")) {
      if (kind.growsInPlace()) {
        m.refresh();
        assertEquals(hold.segment().address(), m.asSegment().address());
      } else {
        assertInUse("library", m::refresh);
      }
    }
    m.refresh();
    assertMemoryAsExpected();
  }

  @ForKinds(RESIZABLE)
  void anAppenderThatWouldMoveTheMemoryAppendsNothing() throws IOException {
    try (Appender appender = m.appender()) {
      try (Hold _ = m.hold("library")) {
        if (kind.growsInPlace()) {
          appender.write(new byte[1 << 20]);
        } else {
          assertInUse("library", () -> appender.write(new byte[1 << 20]));
          assertEquals(LENGTH, appender.length());
        }
      }
      appender.write(new byte[10]);
    }
    assertEquals(LENGTH + (kind.growsInPlace() ? 1 << 20 : 0) + 10, m.length());
  }
}
