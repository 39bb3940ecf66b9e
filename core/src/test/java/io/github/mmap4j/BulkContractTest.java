package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Form;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/** Copies between an offset and arrays, buffers and segments. */
class BulkContractTest extends Contract {
  private static final int ROUNDS = 2_000;
  private static final byte[] SOME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  private static final ValueLayout[] LAYOUTS = {
    JAVA_BYTE, JAVA_CHAR, JAVA_SHORT, JAVA_INT, JAVA_LONG, JAVA_FLOAT, JAVA_DOUBLE
  };

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** Makes an array of the layout's type from bytes. */
  private static Object array(ValueLayout layout, byte[] bytes) {
    Object array =
        java.lang.reflect.Array.newInstance(
            layout.carrier(), bytes.length / (int) layout.byteSize());
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, segment(array), 0, segment(array).byteSize());
    return array;
  }

  private static MemorySegment segment(Object array) {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case char[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      default -> MemorySegment.ofArray((double[]) array);
    };
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private ValueLayout randomLayout() {
    ValueLayout layout = LAYOUTS[random.nextInt(LAYOUTS.length)];
    return layout
        .withOrder(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .withByteAlignment(random.nextInt(4) == 0 ? layout.byteSize() : 1);
  }

  /** Returns the class of the exception that the call threw, or null. */
  private static Class<?> thrown(Executable call) {
    try {
      call.execute();
      return null;
    } catch (Throwable e) {
      return e.getClass();
    }
  }

  @ForKinds(ALL)
  void anArrayOfAnotherTypeIsRefusedAndNothingChanges() {
    for (Object array : new Object[] {new long[2], new boolean[2], new Integer[2], "no array"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> m.copyTo(JAVA_INT, 0, array, 0, 1),
          array::toString);
      Class<? extends Exception> refusal =
          kind.isReadOnly() ? ReadOnlyBufferException.class : IllegalArgumentException.class;
      assertThrows(refusal, () -> m.copyFrom(JAVA_INT, 0, array, 0, 1));
    }
    assertMemoryAsExpected();
  }

  @ForKinds(ALL)
  void arraysAreCopiedAsASegmentCopiesThem() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment twin = arena.allocate(LENGTH, PAGE).copyFrom(MemorySegment.ofArray(expected));
      for (int i = 0; i < ROUNDS; i++) {
        boolean reads = kind.isReadOnly() || random.nextBoolean();
        ValueLayout layout = randomLayout();
        byte[] bytes = randomBytes(random.nextInt(2_000));
        Object actual = array(layout, bytes);
        Object right = array(layout, bytes);
        int length = bytes.length / (int) layout.byteSize();
        int index = random.nextInt(length + 2) - random.nextInt(2);
        int count = random.nextInt(length + 2) - random.nextInt(2);
        long at = random.nextInt(LENGTH + 20) - 10;
        Class<?> rightly =
            thrown(
                reads
                    ? () -> MemorySegment.copy(twin, layout, at, right, index, count)
                    : () -> MemorySegment.copy(right, index, twin, layout, at, count));
        Class<?> thrown =
            thrown(
                reads
                    ? () -> m.copyTo(layout, at, actual, index, count)
                    : () -> m.copyFrom(layout, at, actual, index, count));
        // If both range and alignment are wrong, the JDK may report either.
        boolean isAligned = at % layout.byteAlignment() == 0;
        assertEquals(
            isAligned ? rightly : rightly != null,
            isAligned ? thrown : thrown != null,
            () -> layout + " at " + at + ", " + index + ", " + count + ", seed " + seed);
        assertEquals(-1, segment(right).mismatch(segment(actual)), () -> "seed " + seed);
      }
      expected = twin.toArray(JAVA_BYTE);
    }
    assertMemoryAsExpected();
    assertEquals(0, m.tell());
  }

  @ForKinds(RESIZABLE)
  void longCopiesAreWhole() throws IOException {
    int count = 5 << 17;
    m.resize(8L * count + 3);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ValueLayout.OfLong layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
      long[] values = random.longs(count).toArray();
      m.copyFrom(layout, 3, values, 0, count);
      assertEquals(values[count - 1], m.get(layout, 3 + 8L * (count - 1)));
      long[] back = new long[count];
      m.copyTo(layout, 3, back, 0, count);
      assertArrayEquals(values, back, "seed " + seed);
    }
  }

  @ForKinds(WRITABLE)
  void bytesInEachFormAreWritten(Form form) {
    Object source = form.of(SOME);
    switch (source) {
      case byte[] array -> m.copyFrom(PAGE - 5, array);
      case ByteBuffer buffer -> {
        m.copyFrom(PAGE - 5, buffer);
        assertEquals(0, buffer.remaining());
      }
      default -> m.copyFrom(PAGE - 5, (MemorySegment) source);
    }
    System.arraycopy(SOME, 0, expected, PAGE - 5, SOME.length);
    assertMemoryAsExpected();
  }

  @ForKinds(value = ALL, withoutConstants = "READ_ONLY_BUFFER")
  void bytesInEachFormAreFilled(Form form) {
    Object target = form.of(SOME);
    byte[] filled =
        switch (target) {
          case byte[] array -> {
            m.copyTo(PAGE - 5, array);
            yield array;
          }
          case ByteBuffer buffer -> {
            int before = buffer.position();
            m.copyTo(PAGE - 5, buffer);
            assertEquals(buffer.limit(), buffer.position());
            byte[] bytes = new byte[SOME.length];
            buffer.get(before, bytes);
            assertTrue(before == 0 || buffer.get(before - 1) == '#', "the byte before");
            yield bytes;
          }
          default -> {
            m.copyTo(PAGE - 5, (MemorySegment) target);
            yield ((MemorySegment) target).toArray(JAVA_BYTE);
          }
        };
    assertArrayEquals(part(PAGE - 5, PAGE - 5 + SOME.length), filled);
  }

  @ForKinds(ALL)
  void aTargetThatIsReadOnlyIsRefused() {
    ByteBuffer buffer = ByteBuffer.allocate(4).asReadOnlyBuffer();
    assertThrows(ReadOnlyBufferException.class, () -> m.copyTo(0, buffer));
    assertEquals(0, buffer.position());
    MemorySegment segment = MemorySegment.ofArray(new byte[4]).asReadOnly();
    assertThrows(IllegalArgumentException.class, () -> m.copyTo(0, segment));
  }

  @ForKinds(ALL)
  void whatIsOutsideIsRefusedWithNothingChanged() {
    for (long at : new long[] {-1, LENGTH - 10, LENGTH + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      byte[] array = SOME.clone();
      ByteBuffer buffer = ByteBuffer.wrap(array);
      assertOutside(() -> m.copyTo(at, array));
      assertOutside(() -> m.copyTo(at, buffer));
      assertOutside(() -> m.copyTo(at, MemorySegment.ofArray(array)));
      if (!kind.isReadOnly()) {
        assertOutside(() -> m.copyFrom(at, array));
        assertOutside(() -> m.copyFrom(at, buffer));
        assertOutside(() -> m.copyFrom(at, MemorySegment.ofArray(array)));
      }
      assertArrayEquals(SOME, array);
      assertEquals(0, buffer.position());
    }
    assertMemoryAsExpected();
  }

  private static void assertOutside(Executable call) {
    Exception e = assertThrows(IndexOutOfBoundsException.class, call);
    assertTrue(e.getMessage().contains("length " + LENGTH), e.getMessage());
  }

  @ForKinds(ALL)
  void closedIsSaidFirst() {
    m.close();
    for (Executable call :
        new Executable[] {
          () -> m.copyTo(-1, SOME, -1, -1),
          () -> m.copyFrom(-1, SOME, -1, -1),
          () -> m.copyTo(-1, ByteBuffer.allocate(1).asReadOnlyBuffer()),
          () -> m.copyTo(-1, MemorySegment.ofArray(SOME).asReadOnly()),
          () -> m.copyFrom(JAVA_INT, 1, new int[1], 0, 2)
        }) {
      Exception e = assertThrows(IllegalStateException.class, call);
      assertTrue(e.getMessage().contains("closed"), e.getMessage());
    }
  }

  @ForKinds(READ_ONLY)
  void readOnlyIsSaidBeforeTheRange() {
    assertThrows(ReadOnlyBufferException.class, () -> m.copyFrom(-1, SOME, -1, -1));
    assertThrows(ReadOnlyBufferException.class, () -> m.copyFrom(0, ByteBuffer.wrap(SOME)));
    assertThrows(ReadOnlyBufferException.class, () -> m.copyFrom(JAVA_INT, 1, new int[1], 0, 2));
    assertMemoryAsExpected();
  }

  @ForKinds(RESIZABLE)
  void partsOfTheMappingItselfAreCopiedAsTheyWere() throws IOException {
    int length = 300_000;
    m.resize(length);
    expected = randomBytes(length);
    m.copyFrom(0, expected);
    MemorySegment s = m.asSegment();
    m.copyTo(0, s.asSlice(100, length - 100));
    System.arraycopy(expected.clone(), 0, expected, 100, length - 100);
    assertMemoryAsExpected();
    m.copyFrom(0, m.asByteBuffer(77, length - 77));
    System.arraycopy(expected.clone(), 77, expected, 0, length - 77);
    assertEquals(-1, Arrays.mismatch(expected, m.getSlice(0)), "seed " + seed);
  }
}
