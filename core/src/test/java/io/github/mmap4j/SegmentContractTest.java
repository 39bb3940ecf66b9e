package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory itself, as a segment and as a buffer. */
class SegmentContractTest extends Contract {
  @Test
  void theSegmentIsTheMemory() throws IOException {
    assertEquals(LENGTH, m.asSegment().byteSize());
    put(PAGE, new byte[] {1, 2, 3});
    assertArrayEquals(expected, m.asSegment().toArray(JAVA_BYTE));
  }

  @Test
  void whatIsWrittenToTheSegmentIsInTheMapping() {
    assumeFalse(kind.isReadOnly(), "read-only");
    m.asSegment().set(JAVA_BYTE, LENGTH - 1, (byte) 200);
    m.asByteBuffer(PAGE, 10).put(9, (byte) 201);
    assertEquals(200, m.get(-1));
    assertEquals(201, m.get(PAGE + 9));
  }

  @Test
  void viewsOfAReadOnlyMappingAreReadOnly() {
    assertEquals(kind.isReadOnly(), m.asSegment().isReadOnly());
    assertEquals(kind.isReadOnly(), m.asByteBuffer(0, 1).isReadOnly());
    assumeTrue(kind.isReadOnly(), "writable");
    MemorySegment s = m.asSegment();
    assertThrows(IllegalArgumentException.class, () -> s.set(JAVA_BYTE, 0, (byte) 1));
    assertThrows(IllegalArgumentException.class, () -> s.fill((byte) 1));
    assertThrows(ReadOnlyBufferException.class, () -> m.asByteBuffer(0, 1).put((byte) 1));
    assertMemoryAsExpected();
  }

  @Test
  void theSegmentEndsWhereTheMappingDoes() {
    MemorySegment s = m.asSegment();
    assertThrows(IndexOutOfBoundsException.class, () -> s.get(JAVA_BYTE, LENGTH));
    assertThrows(IndexOutOfBoundsException.class, () -> s.get(JAVA_BYTE, -1));
  }

  @Test
  void theBufferIsPartOfTheMemory() {
    ByteBuffer buffer = m.asByteBuffer(PAGE - 1L, 300);
    assertEquals(0, buffer.position());
    assertEquals(300, buffer.capacity());
    assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
    assertTrue(buffer.isDirect());
    assertEquals(ByteBuffer.wrap(expected, PAGE - 1, 300), buffer);
  }

  @Test
  void theBufferMayHoldAllOrNothing() {
    assertEquals(ByteBuffer.wrap(expected), m.asByteBuffer(0, LENGTH));
    assertEquals(0, m.asByteBuffer(LENGTH, 0).capacity());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1",
    "0, -1",
    "0, 1000000",
    "1000000, 0",
    "9223372036854775807, 1",
    "-9223372036854775808, 0"
  })
  void aBufferBeyondTheMappingIsRefused(long offset, int length) {
    assertThrows(IndexOutOfBoundsException.class, () -> m.asByteBuffer(offset, length));
  }

  @Test
  void closeEndsEveryView() {
    MemorySegment s = m.asSegment();
    MemorySegment slice = s.asSlice(5, 5).asReadOnly();
    ByteBuffer buffer = m.asByteBuffer(0, 8);
    ByteBuffer slicedBuffer = buffer.slice(2, 2);
    m.close();
    assertThrows(IllegalStateException.class, () -> s.get(JAVA_BYTE, 0));
    assertThrows(IllegalStateException.class, () -> slice.get(JAVA_BYTE, 0));
    assertThrows(IllegalStateException.class, () -> buffer.get(0));
    assertThrows(IllegalStateException.class, () -> slicedBuffer.get(0));
  }

  @ParameterizedTest
  @CsvSource({"1", "-1", "8192", "-8192"})
  void resizeEndsEveryViewAndNewOnesSeeAll(int change) throws IOException {
    assumeTrue(kind.canResize(), "can't be resized");
    MemorySegment s = m.asSegment();
    ByteBuffer buffer = m.asByteBuffer(0, 8);
    m.resize(LENGTH + change);
    assertThrows(IllegalStateException.class, () -> s.get(JAVA_BYTE, 0));
    assertThrows(IllegalStateException.class, () -> buffer.get(0));
    assertEquals(LENGTH + change, m.asSegment().byteSize());
    expected = Arrays.copyOf(expected, LENGTH + change);
    assertMemoryAsExpected();
  }
}
