package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.PRIVATE_RESERVED;
import static io.github.mmap4j.harness.Kind.RESERVED;
import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Form;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Checks that arguments in the mapping's own memory are read as they were before the call. */
class OwnMemoryContractTest extends Contract {
  private static final int ROUNDS = 200;

  /** The form in which a part of the mapping is passed. */
  enum View {
    SEGMENT,
    BUFFER
  }

  private Object call(String method, View view, int from, int count, long... longs)
      throws IOException {
    return switch (view) {
      case SEGMENT ->
          Form.call(m, method, MemorySegment.class, m.asSegment().asSlice(from, count), longs);
      case BUFFER -> Form.call(m, method, ByteBuffer.class, m.asByteBuffer(from, count), longs);
    };
  }

  @ForKinds(ALL)
  void itIsFoundWhereItIs(View view) throws IOException {
    put(5000, new byte[] {1, 1, 1, 1, 2, 2, 2, 2});
    assertEquals(5000L, call("find", view, 5000, 8));
    assertEquals(5000L, call("rfind", view, 5000, 8));
    assertEquals(1L, call("count", view, 5000, 8));
    assertEquals(0L, call("find", view, 0, LENGTH));
  }

  @ForKinds(WRITABLE)
  void itIsWrittenOverItself(View view) throws IOException {
    byte[] copy = part(0, 2 * PAGE);
    m.seek(100);
    call("write", view, 0, 2 * PAGE);
    System.arraycopy(copy, 0, expected, 100, copy.length);
    assertMemoryAsExpected();
    call("setSlice", view, 200, 2 * PAGE, 7, 7 + 2 * PAGE);
    System.arraycopy(part(200, 200 + 2 * PAGE), 0, expected, 7, 2 * PAGE);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void itsSlicesOfAnyStepAreAssignedAsACopyIs(View view) throws IOException {
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
      call("setSlice", view, from, count, start, stop < 0 ? Long.MIN_VALUE : stop, step);
      assertEquals(-1, Arrays.mismatch(expected, m.getSlice(0)), "seed " + seed);
    }
  }

  @ForKinds(WRITABLE)
  void itIsReversedInPlace() {
    m.setSlice(Long.MAX_VALUE, Long.MIN_VALUE, -1, m.asSegment());
    for (int i = 0; i < LENGTH / 2; i++) {
      byte low = expected[i];
      expected[i] = expected[LENGTH - 1 - i];
      expected[LENGTH - 1 - i] = low;
    }
    assertMemoryAsExpected();
  }

  @ForKinds(
      value = RESIZABLE,
      but = {RESERVED, PRIVATE_RESERVED})
  void whatWasItsMemoryBeforeAResizeIsRefused() throws IOException {
    MemorySegment old = m.asSegment().asSlice(0, 8);
    m.resize(LENGTH + PAGE);
    assertThrows(IllegalStateException.class, () -> m.find(Finder.of(old)));
    assertThrows(IllegalStateException.class, () -> m.write(old));
    assertThrows(IllegalStateException.class, () -> m.setSlice(0, 8, old));
    assertThrows(IllegalStateException.class, () -> m.setSlice(0, 16, 2, old));
    assertEquals(0, m.tell());
  }
}
