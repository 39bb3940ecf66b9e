package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes given that are the mapping's own memory are taken as they were before the call. */
class OwnMemoryContractTest extends Contract {
  private static final int ROUNDS = 200;

  /** Part of the mapping, as a segment or as a buffer. */
  private Object own(Class<?> type, int from, int count) {
    return type == ByteBuffer.class
        ? m.asByteBuffer(from, count)
        : m.asSegment().asSlice(from, count);
  }

  @ParameterizedTest
  @ValueSource(classes = {MemorySegment.class, ByteBuffer.class})
  void itIsFoundWhereItIs(Class<?> type) throws IOException {
    put(5000, new byte[] {1, 1, 1, 1, 2, 2, 2, 2});
    assertEquals(5000L, Form.call(m, "find", type, own(type, 5000, 8)));
    assertEquals(5000L, Form.call(m, "rfind", type, own(type, 5000, 8)));
    assertEquals(1L, Form.call(m, "count", type, own(type, 5000, 8)));
    assertEquals(0L, Form.call(m, "find", type, own(type, 0, LENGTH)));
  }

  @ParameterizedTest
  @ValueSource(classes = {MemorySegment.class, ByteBuffer.class})
  void itIsWrittenOverItself(Class<?> type) throws IOException {
    assumeFalse(kind.isReadOnly(), "read-only");
    byte[] copy = part(0, 2 * PAGE);
    m.seek(100);
    Form.call(m, "write", type, own(type, 0, 2 * PAGE));
    System.arraycopy(copy, 0, expected, 100, copy.length);
    assertMemoryAsExpected();
    Form.call(m, "setSlice", type, own(type, 200, 2 * PAGE), 7, 7 + 2 * PAGE);
    System.arraycopy(part(200, 200 + 2 * PAGE), 0, expected, 7, 2 * PAGE);
    assertMemoryAsExpected();
  }

  @ParameterizedTest
  @ValueSource(classes = {MemorySegment.class, ByteBuffer.class})
  void itsSlicesOfAnyStepAreAssignedAsACopyIs(Class<?> type) throws IOException {
    assumeFalse(kind.isReadOnly(), "read-only");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int step = random.nextInt(1, 5) * (random.nextBoolean() ? 1 : -1);
      int count = random.nextInt(1, 40);
      int start = step < 0 ? (count - 1) * -step + random.nextInt(20) : random.nextInt(20);
      int from = random.nextInt(60);
      byte[] copy = part(from, from + count);
      for (int i = 0; i < count; i++) {
        expected[start + i * step] = copy[i];
      }
      long stop = start + (count - 1L) * step + Integer.signum(step);
      Form.call(
          m,
          "setSlice",
          type,
          own(type, from, count),
          start,
          stop < 0 ? Long.MIN_VALUE : stop,
          step);
      assertEquals(-1, Arrays.mismatch(expected, m.getSlice(0)), "seed " + seed);
    }
  }

  @Test
  void itIsReversedInPlace() {
    assumeFalse(kind.isReadOnly(), "read-only");
    m.setSlice(Long.MAX_VALUE, Long.MIN_VALUE, -1, m.asSegment());
    for (int i = 0; i < LENGTH / 2; i++) {
      byte low = expected[i];
      expected[i] = expected[LENGTH - 1 - i];
      expected[LENGTH - 1 - i] = low;
    }
    assertMemoryAsExpected();
  }

  @Test
  void whatWasItsMemoryBeforeAResizeIsRefused() throws IOException {
    assumeTrue(kind.canResize(), "can't be resized");
    MemorySegment old = m.asSegment().asSlice(0, 8);
    m.resize(LENGTH + PAGE);
    assertThrows(IllegalStateException.class, () -> m.find(Finder.of(old)));
    assertThrows(IllegalStateException.class, () -> m.write(old));
    assertThrows(IllegalStateException.class, () -> m.setSlice(0, 8, old));
    assertThrows(IllegalStateException.class, () -> m.setSlice(0, 16, 2, old));
    assertEquals(0, m.tell());
  }
}
