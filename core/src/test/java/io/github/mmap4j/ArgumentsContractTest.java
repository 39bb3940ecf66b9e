package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.FILES;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Form;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Checks that bytes given as an array, a buffer or a segment are treated alike. */
class ArgumentsContractTest extends Contract {
  private static final byte[] NEEDLE = {1, 1, 1, 1, 2, 2, 2, 2};

  @ForKinds(ALL)
  void whatTakesAnArrayTakesBuffersAndSegments() {
    List<Method> takers =
        Arrays.stream(Mmap.class.getMethods())
            .filter(m -> Arrays.asList(m.getParameterTypes()).contains(byte[].class))
            .filter(m -> !Arrays.asList(m.getParameterTypes()).contains(int.class)) // no subarray
            .toList();
    assertTrue(takers.size() >= 13, takers::toString);
    for (Method taker : takers) {
      boolean searches = List.of("find", "rfind", "count").contains(taker.getName());
      for (Class<?> type :
          searches
              ? List.<Class<?>>of(Finder.class) // can be made from each
              : List.<Class<?>>of(ByteBuffer.class, MemorySegment.class)) {
        Class<?>[] types = taker.getParameterTypes();
        types[Arrays.asList(types).indexOf(byte[].class)] = type;
        assertDoesNotThrow(() -> Mmap.class.getMethod(taker.getName(), types));
      }
    }
  }

  @ForKinds(ALL)
  void findRfindAndCountTakeIt(Form form) throws IOException {
    put(5000, NEEDLE);
    put(9000, NEEDLE);
    assertEquals(5000L, form.call(m, "find", NEEDLE));
    assertEquals(9000L, form.call(m, "rfind", NEEDLE));
    assertEquals(2L, form.call(m, "count", NEEDLE));
    assertEquals(9000L, form.call(m, "find", NEEDLE, 5001));
    assertEquals(-1L, form.call(m, "rfind", NEEDLE, 9001));
    assertEquals(1L, form.call(m, "count", NEEDLE, 5001));
    assertEquals(-1L, form.call(m, "find", NEEDLE, 5001, 9007));
    assertEquals(5000L, form.call(m, "rfind", NEEDLE, 0, 9007));
    assertEquals(1L, form.call(m, "count", NEEDLE, 0, 9007));
  }

  @ForKinds(ALL)
  void findRfindAndCountBeginAtThePosition(Form form) throws IOException {
    put(5000, NEEDLE);
    m.seek(5001);
    assertEquals(-1L, form.call(m, "find", NEEDLE));
    assertEquals(-1L, form.call(m, "rfind", NEEDLE));
    assertEquals(0L, form.call(m, "count", NEEDLE));
    assertEquals(5001, m.tell());
  }

  @ForKinds(ALL)
  void nothingIsFoundEverywhere(Form form) throws IOException {
    assertEquals(7L, form.call(m, "find", new byte[0], 7));
    assertEquals(9L, form.call(m, "rfind", new byte[0], 7, 9));
    assertEquals(3L, form.call(m, "count", new byte[0], 7, 9));
  }

  @ForKinds(WRITABLE)
  void setSliceTakesIt(Form form) throws IOException {
    form.call(m, "setSlice", NEEDLE, LENGTH - NEEDLE.length);
    put(LENGTH - NEEDLE.length, NEEDLE);
    form.call(m, "setSlice", NEEDLE, PAGE - 3, PAGE + 5);
    put(PAGE - 3, NEEDLE);
    form.call(m, "setSlice", NEEDLE, 16, 0, -2);
    for (int i = 0; i < NEEDLE.length; i++) {
      expected[16 - 2 * i] = NEEDLE[i];
    }
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void setSliceOfAnotherSizeIsRefusedWithNothingWritten(Form form) {
    assertRefused(
        "8 bytes can't be assigned to a slice of 9 bytes from 5 on; give the slice's end too, 13,"
            + " or write at a position",
        () -> form.call(m, "setSlice", NEEDLE, 5, 14));
    assertRefused(
        "8 bytes can't be assigned to a slice of 7 bytes from 5 on",
        () -> form.call(m, "setSlice", NEEDLE, 5, 12));
    assertRefused(
        "8 bytes can't be assigned to a slice of 9 bytes from 0 on",
        () -> form.call(m, "setSlice", NEEDLE, 0, 18, 2));
    assertMemoryAsExpected();
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IndexOutOfBoundsException.class, call).getMessage());
  }

  @ForKinds(WRITABLE)
  void writeTakesIt(Form form) throws IOException {
    m.seek(PAGE - 3);
    assertEquals(8, ((Number) form.call(m, "write", NEEDLE)).intValue());
    assertEquals(PAGE + 5, m.tell());
    System.arraycopy(NEEDLE, 0, expected, PAGE - 3, NEEDLE.length);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void writePastTheEndIsRefusedWithNothingWritten(Form form) {
    m.seek(LENGTH - 7);
    assertThrows(BufferOverflowException.class, () -> form.call(m, "write", NEEDLE));
    assertEquals(LENGTH - 7, m.tell());
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void writeMovesABufferOnlyIfItSucceeds() {
    ByteBuffer bytes = ByteBuffer.wrap(NEEDLE).position(1).limit(6);
    assertEquals(5, m.write(bytes));
    assertEquals(6, bytes.position());
    assertEquals(5, m.tell());
    System.arraycopy(NEEDLE, 1, expected, 0, 5);
    assertMemoryAsExpected();
    m.seek(LENGTH - 4);
    bytes.position(1);
    assertThrows(BufferOverflowException.class, () -> m.write(bytes));
    assertEquals(1, bytes.position());
  }

  @ForKinds(WRITABLE)
  void partOfAnArrayIsWritten() {
    assertEquals(3, m.write(NEEDLE, 2, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> m.write(NEEDLE, 6, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> m.write(NEEDLE, -1, 3));
    assertEquals(3, m.tell());
    System.arraycopy(NEEDLE, 2, expected, 0, 3);
    assertMemoryAsExpected();
  }

  @ForKinds({WRITABLE, FILES})
  void writtenBytesReachTheFileAsTheKindSays() throws IOException {
    byte[] before = part(PAGE, PAGE + 8);
    m.setSlice(PAGE, PAGE + 8, NEEDLE);
    assertArrayEquals(kind.writesFile() ? NEEDLE : before, mapped.fileBytes(PAGE, 8));
  }
}
