package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Calls;
import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/**
 * Checks the refusals and their order: closed, read-only, index, range. As in Python, {@code set},
 * {@code setSlice} and {@code writeByte} check what doesn't depend on the memory first.
 */
class ClosedContractTest extends Contract {
  private static final Set<String> READ_ONLY_FIRST = Set.of("set", "setSlice");
  private static final byte[] LONG = new byte[2 * LENGTH];

  @ForKinds(ALL)
  void everyMethodRefusesAClosedMapping() {
    m.close();
    List<Method> methods = Calls.allBut("close", "isClosed", "toString");
    assertTrue(methods.size() > 90, methods::toString);
    for (Method method : methods) {
      Throwable thrown = Calls.failure(m, method);
      if (kind.isReadOnly() && READ_ONLY_FIRST.contains(method.getName()) && isPythons(method)) {
        assertInstanceOf(ReadOnlyBufferException.class, thrown, method::toString);
        continue;
      }
      assertEquals(
          IllegalStateException.class,
          thrown == null ? null : thrown.getClass(),
          () -> method + ": " + thrown);
      assertTrue(thrown.getMessage().contains("closed"), () -> method + ": " + thrown);
    }
  }

  /** Returns whether it is no method for typed values, which Python lacks. */
  private static boolean isPythons(Method method) {
    return !ValueLayout.class.isAssignableFrom(method.getParameterTypes()[0]);
  }

  @ForKinds(ALL)
  void closeIsDoneOnceAndTheRestStillAnswers() {
    assertFalse(m.isClosed());
    m.close();
    m.close();
    assertTrue(m.isClosed());
    String text = m.toString();
    assertTrue(text.startsWith("Mmap[") && text.endsWith(", closed=true]"), text);
  }

  @ForKinds(ALL)
  void whatWasBegunBeforeIsRefusedToo() {
    PrimitiveIterator.OfInt iterator = m.iterator();
    Iterable<Integer> reversed = m.reversed();
    m.close();
    assertThrows(IllegalStateException.class, iterator::hasNext);
    assertThrows(IllegalStateException.class, iterator::nextInt);
    assertThrows(IllegalStateException.class, reversed::iterator);
  }

  @ForKinds(ALL)
  void closedIsSaidBeforeAnyArgumentIsLookedAt() {
    m.close();
    assertAllThrow(
        IllegalStateException.class,
        () -> m.get(LENGTH),
        () -> m.getSlice(0, 1, 0),
        () -> m.contains(300),
        () -> m.write(LONG),
        () -> m.writeByte(65),
        () -> m.readLine(UTF_16),
        () -> m.seek(-1),
        () -> m.move(-1, -1, -1),
        () -> m.flush(-1, -1),
        () -> m.flushRange(-1, -1),
        () -> m.madvise(Advice.NORMAL, -1, -1),
        () -> m.lock(-1, -1),
        () -> m.unlock(-1, -1),
        () -> m.resize(-1),
        () -> m.setName(""),
        () -> m.asByteBuffer(-1, -1));
  }

  @ForKinds(WRITABLE)
  void aWrongValueIsSaidBeforeClosed() {
    m.close();
    assertAllThrow(
        IllegalArgumentException.class,
        () -> m.set(LENGTH, 300),
        () -> m.setSlice(0, 1, 0, LONG),
        () -> m.writeByte(300));
    assertAllThrow(
        IllegalStateException.class,
        () -> m.set(LENGTH, 65),
        () -> m.setSlice(0, 1, LONG),
        () -> m.writeByte(65));
  }

  @ForKinds(READ_ONLY)
  void readOnlyIsSaidBeforeClosedByAssignments() {
    m.close();
    assertAllThrow(
        ReadOnlyBufferException.class,
        () -> m.set(LENGTH, 300),
        () -> m.setSlice(0, 1, 0, LONG),
        () -> m.setSlice(0, 1, LONG));
    assertAllThrow(
        IllegalStateException.class,
        () -> m.write(LONG),
        () -> m.writeByte(65),
        () -> m.move(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> m.writeByte(300));
  }

  @ForKinds(READ_ONLY)
  void readOnlyIsSaidBeforeIndexAndRange() {
    assertAllThrow(
        ReadOnlyBufferException.class,
        () -> m.set(LENGTH, 300),
        () -> m.set(0, 1),
        () -> m.setSlice(0, 1, 0, LONG),
        () -> m.setSlice(0, new byte[LENGTH]),
        () -> m.write(LONG),
        () -> m.write(new byte[0]),
        () -> m.writeByte(1),
        () -> m.move(-1, -1, -1),
        () -> m.move(0, 0, 0),
        () -> m.resize(-1),
        m::outputStream);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void aValueIsLookedAtBeforeTheIndex() {
    assertThrows(IllegalArgumentException.class, () -> m.set(LENGTH, 300));
    assertThrows(IndexOutOfBoundsException.class, () -> m.set(LENGTH, 255));
    assertThrows(IllegalArgumentException.class, () -> m.set(LENGTH - 1, 300));
    assertMemoryAsExpected();
  }

  @ForKinds(READ_ONLY)
  void aReadOnlyMappingSaysWhy() {
    Exception e = assertThrows(ReadOnlyBufferException.class, () -> m.set(0, 1));
    assertTrue(e.getMessage().contains("read-only"), e.getMessage());
    assertTrue(e.getMessage().contains("READ"), e.getMessage());
  }

  private static void assertAllThrow(Class<? extends Exception> type, Executable... calls) {
    for (int i = 0; i < calls.length; i++) {
      assertThrows(type, calls[i], "call " + i);
    }
  }
}
