package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.function.Executable;

/** Checks that values at an offset equal those in a segment with the same bytes. */
class TypedContractTest extends Contract {
  private static final int ROUNDS = 4_000;
  private static final ValueLayout.OfInt BIG_ENDIAN =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout[] LAYOUTS = {
    JAVA_BOOLEAN, JAVA_BYTE, JAVA_CHAR, JAVA_SHORT, JAVA_INT, JAVA_LONG, JAVA_FLOAT, JAVA_DOUBLE
  };

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static Object get(Mmap m, ValueLayout layout, long at) {
    return switch (layout) {
      case ValueLayout.OfBoolean l -> m.get(l, at);
      case ValueLayout.OfByte l -> m.get(l, at);
      case ValueLayout.OfChar l -> m.get(l, at);
      case ValueLayout.OfShort l -> m.get(l, at);
      case ValueLayout.OfInt l -> m.get(l, at);
      case ValueLayout.OfLong l -> m.get(l, at);
      case ValueLayout.OfFloat l -> Float.floatToRawIntBits(m.get(l, at));
      case ValueLayout.OfDouble l -> Double.doubleToRawLongBits(m.get(l, at));
      default -> throw new AssertionError(layout);
    };
  }

  private static Object get(MemorySegment s, ValueLayout layout, long at) {
    return switch (layout) {
      case ValueLayout.OfBoolean l -> s.get(l, at);
      case ValueLayout.OfByte l -> s.get(l, at);
      case ValueLayout.OfChar l -> s.get(l, at);
      case ValueLayout.OfShort l -> s.get(l, at);
      case ValueLayout.OfInt l -> s.get(l, at);
      case ValueLayout.OfLong l -> s.get(l, at);
      case ValueLayout.OfFloat l -> Float.floatToRawIntBits(s.get(l, at));
      case ValueLayout.OfDouble l -> Double.doubleToRawLongBits(s.get(l, at));
      default -> throw new AssertionError(layout);
    };
  }

  private static Object set(Mmap m, ValueLayout layout, long at, long bits) {
    switch (layout) {
      case ValueLayout.OfBoolean l -> m.set(l, at, (bits & 1) != 0);
      case ValueLayout.OfByte l -> m.set(l, at, (byte) bits);
      case ValueLayout.OfChar l -> m.set(l, at, (char) bits);
      case ValueLayout.OfShort l -> m.set(l, at, (short) bits);
      case ValueLayout.OfInt l -> m.set(l, at, (int) bits);
      case ValueLayout.OfLong l -> m.set(l, at, bits);
      case ValueLayout.OfFloat l -> m.set(l, at, Float.intBitsToFloat((int) bits));
      case ValueLayout.OfDouble l -> m.set(l, at, Double.longBitsToDouble(bits));
      default -> throw new AssertionError(layout);
    }
    return null;
  }

  private static Object set(MemorySegment s, ValueLayout layout, long at, long bits) {
    switch (layout) {
      case ValueLayout.OfBoolean l -> s.set(l, at, (bits & 1) != 0);
      case ValueLayout.OfByte l -> s.set(l, at, (byte) bits);
      case ValueLayout.OfChar l -> s.set(l, at, (char) bits);
      case ValueLayout.OfShort l -> s.set(l, at, (short) bits);
      case ValueLayout.OfInt l -> s.set(l, at, (int) bits);
      case ValueLayout.OfLong l -> s.set(l, at, bits);
      case ValueLayout.OfFloat l -> s.set(l, at, Float.intBitsToFloat((int) bits));
      case ValueLayout.OfDouble l -> s.set(l, at, Double.longBitsToDouble(bits));
      default -> throw new AssertionError(layout);
    }
    return null;
  }

  private ValueLayout randomLayout() {
    return LAYOUTS[random.nextInt(LAYOUTS.length)]
        .withOrder(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .withByteAlignment(1L << random.nextInt(6));
  }

  /** Returns an offset: most are inside, some at the borders or outside. */
  private long randomOffset() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(20) - 10;
      case 1 -> LENGTH - random.nextInt(20);
      case 2 -> PAGE - random.nextInt(10);
      case 3 -> random.nextInt(LENGTH) & -32;
      case 4 -> random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(9) : Long.MIN_VALUE;
      default -> random.nextInt(LENGTH);
    };
  }

  /** Returns the call's result, or the class of what it threw. */
  private static Object outcome(Callable<?> call) {
    try {
      return call.call();
    } catch (Exception e) {
      return e.getClass();
    }
  }

  /** Returns the expected bytes in memory with the mapping's alignment. */
  private MemorySegment twin(Arena arena) {
    return arena.allocate(LENGTH, PAGE).copyFrom(MemorySegment.ofArray(expected));
  }

  @ForKinds(ALL)
  void valuesAreThoseOfASegment() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment twin = twin(arena);
      for (int i = 0; i < ROUNDS; i++) {
        ValueLayout layout = randomLayout();
        long at = randomOffset();
        assertEquals(
            outcome(() -> get(twin, layout, at)),
            outcome(() -> get(m, layout, at)),
            () -> layout + " at " + at + ", seed " + seed);
      }
    }
  }

  @ForKinds(WRITABLE)
  void valuesAreWrittenAsASegmentWritesThem() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment twin = twin(arena);
      for (int i = 0; i < ROUNDS; i++) {
        ValueLayout layout = randomLayout();
        long at = randomOffset();
        long bits = random.nextLong();
        assertEquals(
            outcome(() -> set(twin, layout, at, bits)),
            outcome(() -> set(m, layout, at, bits)),
            () -> layout + " at " + at + ", seed " + seed);
      }
      expected = twin.toArray(JAVA_BYTE);
    }
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void aNaNKeepsItsBits() {
    int signalling = 0x7fa00001;
    m.set(JAVA_INT, 8, signalling);
    m.set(JAVA_FLOAT, 16, m.get(JAVA_FLOAT, 8));
    assertEquals(signalling, m.get(JAVA_INT, 16));
  }

  @ForKinds(ALL)
  void aValueLeavesThePositionAlone() {
    m.seek(3);
    m.get(JAVA_LONG, 0);
    assertEquals(3, m.tell());
  }

  @ForKinds(ALL)
  void anOffsetOutsideIsNamedWithTheLimit() {
    for (long at : new long[] {-1, LENGTH - 3, LENGTH, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertNames(
          assertThrows(IndexOutOfBoundsException.class, () -> m.get(JAVA_INT_UNALIGNED, at)),
          at,
          LENGTH);
      if (!kind.isReadOnly()) {
        assertNames(
            assertThrows(IndexOutOfBoundsException.class, () -> m.set(JAVA_INT_UNALIGNED, at, 1)),
            at,
            LENGTH);
      }
    }
    assertMemoryAsExpected();
  }

  @ForKinds(ALL)
  void anOffsetThatIsNotAlignedIsNamedWithTheAlignment() {
    assertNames(assertThrows(IllegalArgumentException.class, () -> m.get(JAVA_INT, 6)), 6, 4);
  }

  @ForKinds(WRITABLE)
  void anOffsetWrittenToThatIsNotAlignedIsNamedToo() {
    assertNames(assertThrows(IllegalArgumentException.class, () -> m.set(JAVA_INT, 6, 1)), 6, 4);
    assertMemoryAsExpected();
  }

  private static void assertNames(Exception e, long... numbers) {
    for (long number : numbers) {
      assertTrue(e.getMessage().contains(Long.toString(number)), e.getMessage());
    }
  }

  @ForKinds(ALL)
  void closedIsSaidBeforeRangeAndAlignment() {
    m.close();
    for (ValueLayout layout : LAYOUTS) {
      assertClosed(() -> get(m, layout, LENGTH));
      assertClosed(() -> get(m, layout.withByteAlignment(8), 1));
      assertClosed(() -> set(m, layout, -1, 0));
    }
  }

  private static void assertClosed(Executable call) {
    Exception e = assertThrows(IllegalStateException.class, call);
    assertTrue(e.getMessage().contains("closed"), e.getMessage());
  }

  @ForKinds(READ_ONLY)
  void readOnlyIsSaidBeforeRangeAndAlignment() {
    for (ValueLayout layout : LAYOUTS) {
      assertThrows(ReadOnlyBufferException.class, () -> set(m, layout, 0, 0));
      assertThrows(ReadOnlyBufferException.class, () -> set(m, layout, LENGTH, 0));
      assertThrows(ReadOnlyBufferException.class, () -> set(m, layout.withByteAlignment(8), 1, 0));
    }
    assertMemoryAsExpected();
  }

  @ForKinds(RESIZABLE)
  void valuesFollowAResize() throws IOException {
    m.set(BIG_ENDIAN, 1, 0x01020304);
    m.resize(5);
    assertEquals(0x01020304, m.get(BIG_ENDIAN, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(BIG_ENDIAN, 2));
    m.resize(LENGTH + PAGE);
    m.set(BIG_ENDIAN, LENGTH + PAGE - 4, 7);
    assertEquals(7, m.get(-1));
  }
}
