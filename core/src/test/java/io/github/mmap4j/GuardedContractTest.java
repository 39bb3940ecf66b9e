package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.PATH;
import static io.github.mmap4j.harness.Kinds.ALL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Allocated;
import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Checks all forms of {@code guarded}. */
class GuardedContractTest extends Contract {
  private static long sum(MemorySegment memory) {
    long sum = 0;
    for (long i = 0; i < memory.byteSize(); i++) {
      sum += memory.get(JAVA_BYTE, i);
    }
    return sum;
  }

  private static long fail(IOException e) throws IOException {
    throw e;
  }

  private long expectedSum() {
    return sum(MemorySegment.ofArray(expected));
  }

  @ForKinds(ALL)
  void everyFormReturnsWhatItsBodyReturns() {
    long sum = expectedSum();
    MemorySegment s = m.asSegment();
    assertEquals(sum, m.<Long, RuntimeException>guarded(GuardedContractTest::sum));
    assertEquals(sum, m.guardedLong(GuardedContractTest::sum));
    assertEquals((int) sum, m.guardedInt(memory -> (int) sum(memory)));
    assertEquals((double) sum, m.guardedDouble(GuardedContractTest::sum));
    long fromSupplier = m.guarded(() -> sum(s));
    assertEquals(sum, fromSupplier);
    long[] written = new long[1];
    m.guarded(() -> written[0] = sum(s));
    m.guarded(
        () -> {
          written[0] += sum(s);
        });
    assertEquals(2 * sum, written[0]);
    boolean readOnly = m.guarded(MemorySegment::isReadOnly);
    assertEquals(kind.isReadOnly(), readOnly);
  }

  @ForKinds(ALL)
  void aCheckedExceptionPassesThroughEveryForm() {
    IOException mine = new IOException("mine");
    assertSame(mine, assertThrows(IOException.class, () -> m.guarded(s -> fail(mine))));
    assertSame(mine, assertThrows(IOException.class, () -> m.guarded(() -> fail(mine))));
    assertSame(mine, assertThrows(IOException.class, () -> m.guardedInt(s -> (int) fail(mine))));
    assertSame(mine, assertThrows(IOException.class, () -> m.guardedLong(s -> fail(mine))));
    assertSame(mine, assertThrows(IOException.class, () -> m.guardedDouble(s -> fail(mine))));
    assertSame(
        mine,
        assertThrows(
            IOException.class,
            () ->
                m.guarded(
                    () -> {
                      throw mine;
                    })));
  }

  @ForKinds(ALL)
  void errorsPassThroughToo() {
    AssertionError mine = new AssertionError("mine");
    assertSame(
        mine,
        assertThrows(
            AssertionError.class,
            () ->
                m.guardedLong(
                    s -> {
                      throw mine;
                    })));
  }

  @ForKinds(ALL)
  void aBodyMayUseTheMappingItGuards() {
    int first = m.guardedInt(s -> m.get(0) + m.guardedInt(inner -> inner.get(JAVA_BYTE, 0)));
    assertEquals((expected[0] & 0xff) + expected[0], first);
  }

  @ForKinds(only = PATH)
  void primitivesAreNotBoxed() throws ReflectiveOperationException {
    GuardedBody<Long, RuntimeException> boxed = MemorySegment::address;
    GuardedBody.OfLong<RuntimeException> plain = MemorySegment::address;
    int times = 20_000;
    long before = Allocated.byThisThread();
    for (int i = 0; i < times; i++) {
      m.guarded(boxed);
    }
    long between = Allocated.byThisThread();
    for (int i = 0; i < times; i++) {
      m.guardedLong(plain);
    }
    long after = Allocated.byThisThread();
    assertTrue(
        between - before - (after - between) > times * 8L,
        () -> "boxed %d bytes, plain %d".formatted(between - before, after - between));
  }
}
