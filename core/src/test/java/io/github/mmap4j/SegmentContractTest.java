package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.JDK;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.List;

/** Checks the views of the memory: segments and buffers. */
class SegmentContractTest extends Contract {
  @ForKinds(ALL)
  void theSegmentIsTheMemory() throws IOException {
    assertEquals(LENGTH, m.asSegment().byteSize());
    put(PAGE, new byte[] {1, 2, 3});
    assertArrayEquals(expected, m.asSegment().toArray(JAVA_BYTE));
  }

  @ForKinds(WRITABLE)
  void whatIsWrittenToTheSegmentIsInTheMapping() {
    m.asSegment().set(JAVA_BYTE, LENGTH - 1, (byte) 200);
    m.asByteBuffer(PAGE, 10).put(9, (byte) 201);
    assertEquals(200, m.get(-1));
    assertEquals(201, m.get(PAGE + 9));
  }

  @ForKinds(ALL)
  void onlyViewsOfAReadOnlyMappingAreReadOnly() {
    assertEquals(kind.isReadOnly(), m.asSegment().isReadOnly());
    assertEquals(kind.isReadOnly(), m.asByteBuffer(0, 1).isReadOnly());
  }

  @ForKinds(READ_ONLY)
  void viewsOfAReadOnlyMappingRefuseToWrite() {
    MemorySegment s = m.asSegment();
    assertThrows(IllegalArgumentException.class, () -> s.set(JAVA_BYTE, 0, (byte) 1));
    assertThrows(IllegalArgumentException.class, () -> s.fill((byte) 1));
    assertThrows(ReadOnlyBufferException.class, () -> m.asByteBuffer(0, 1).put((byte) 1));
    assertMemoryAsExpected();
  }

  @ForKinds(ALL)
  void theSegmentEndsWhereTheMappingDoes() {
    MemorySegment s = m.asSegment();
    assertThrows(IndexOutOfBoundsException.class, () -> s.get(JAVA_BYTE, LENGTH));
    assertThrows(IndexOutOfBoundsException.class, () -> s.get(JAVA_BYTE, -1));
  }

  @ForKinds(ALL)
  void theBufferIsPartOfTheMemory() {
    ByteBuffer buffer = m.asByteBuffer(PAGE - 1L, 300);
    assertEquals(0, buffer.position());
    assertEquals(300, buffer.capacity());
    assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
    assertTrue(buffer.isDirect());
    assertEquals(ByteBuffer.wrap(expected, PAGE - 1, 300), buffer);
  }

  @ForKinds(ALL)
  void theBufferMayHoldAllOrNothing() {
    assertEquals(ByteBuffer.wrap(expected), m.asByteBuffer(0, LENGTH));
    assertEquals(0, m.asByteBuffer(LENGTH, 0).capacity());
  }

  @ForKinds(ALL)
  void aBufferBeyondTheMappingIsRefused() {
    for (long[] range :
        new long[][] {
          {-1, 1}, {0, -1}, {0, 1000000}, {1000000, 0}, {Long.MAX_VALUE, 1}, {Long.MIN_VALUE, 0}
        }) {
      assertThrows(IndexOutOfBoundsException.class, () -> m.asByteBuffer(range[0], (int) range[1]));
    }
  }

  /** The Javadoc of asByteBuffer warns of this; the JDK leaves no way to prevent the cast. */
  @ForKinds(NATIVE)
  void aBufferCastToMappedDoesNothingAndClaimsToBeLoaded() {
    MappedByteBuffer buffer = (MappedByteBuffer) m.asByteBuffer(0, LENGTH);
    assertEquals(buffer, buffer.force());
    assertEquals(buffer, buffer.load());
    assertTrue(buffer.isLoaded());
    m.close();
    assertEquals(buffer, buffer.force());
    assertTrue(buffer.isLoaded());
  }

  @ForKinds(NATIVE)
  void theJdksCallsOnPagesAreRefusedForASegment() {
    MemorySegment s = m.asSegment();
    assertFalse(s.isMapped());
    for (Runnable call : List.<Runnable>of(s::force, s::load, s::unload, s::isLoaded)) {
      assertThrows(UnsupportedOperationException.class, call::run);
    }
  }

  @ForKinds(JDK)
  void viewsOfAMappingByTheJdkKnowTheirPages() {
    MemorySegment s = m.asSegment();
    s.load();
    s.force();
    MappedByteBuffer buffer = (MappedByteBuffer) m.asByteBuffer(0, LENGTH);
    buffer.load().force();
    assertMemoryAsExpected();
    m.close();
    assertThrows(IllegalStateException.class, buffer::force);
    assertThrows(IllegalStateException.class, buffer::isLoaded);
  }

  @ForKinds(ALL)
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

  @ForKinds(
      value = RESIZABLE,
      longs = {1, -1, 8192, -8192})
  void resizeEndsEveryViewUnlessItGrowsInPlaceAndNewOnesSeeAll(long change) throws IOException {
    MemorySegment s = m.asSegment();
    ByteBuffer buffer = m.asByteBuffer(0, 8);
    m.resize(LENGTH + change);
    if (kind.growsInPlace() && change > 0) {
      assertEquals(expected[0], s.get(JAVA_BYTE, 0));
      assertEquals(expected[0], buffer.get(0));
    } else {
      assertThrows(IllegalStateException.class, () -> s.get(JAVA_BYTE, 0));
      assertThrows(IllegalStateException.class, () -> buffer.get(0));
    }
    assertEquals(LENGTH + change, m.asSegment().byteSize());
    expected = Arrays.copyOf(expected, (int) (LENGTH + change));
    assertMemoryAsExpected();
  }
}
