package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.FILES;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** Checks a mapping as an array of bytes. */
class BytesContractTest extends Contract {
  @ForKinds(ALL)
  void everyByteIsWhatTheFileHas() {
    for (int i = 0; i < LENGTH; i++) {
      assertEquals(expected[i] & 0xff, m.get(i));
      assertEquals(expected[i] & 0xff, m.get(i - LENGTH));
    }
  }

  @ForKinds(WRITABLE)
  void aByteIsChangedAlone() {
    for (int at : new int[] {0, PAGE - 1, PAGE, LENGTH - 1}) {
      m.set(at, 255 - at % 256);
      expected[at] = (byte) (255 - at % 256);
    }
    assertMemoryAsExpected();
  }

  @ForKinds(FILES)
  void whatOthersWriteToTheFileIsSeenUnlessThePageWasCopied() throws IOException {
    if (kind.isCopy()) {
      m.set(PAGE, expected[PAGE] & 0xff);
    }
    mapped.writeFile(PAGE, new byte[] {1, 2, 3});
    byte[] seen = kind.isCopy() ? part(PAGE, PAGE + 3) : new byte[] {1, 2, 3};
    assertArrayEquals(seen, m.getSlice(PAGE, PAGE + 3));
  }

  @ForKinds({WRITABLE, FILES})
  void mappingsOfOneFileAreOneMemoryUnlessCopied() throws IOException {
    try (Mmap other = Mmap.builder().path(mapped.file()).offset(kind.offset).map()) {
      m.set(5, 77);
      assertEquals(kind.isCopy() ? expected[5] & 0xff : 77, other.get(5));
    }
  }

  @ForKinds(ALL)
  void iteratorsGoBothWays() {
    int at = 0;
    for (int value : m) {
      assertEquals(expected[at++] & 0xff, value);
    }
    assertEquals(LENGTH, at);
    for (int value : m.reversed()) {
      assertEquals(expected[--at] & 0xff, value);
    }
    assertEquals(0, at);
  }

  @ForKinds(RESIZABLE)
  void anIteratorFollowsAResize() throws IOException {
    PrimitiveIterator.OfInt iterator = m.iterator();
    iterator.nextInt();
    m.resize(2);
    assertEquals(expected[1] & 0xff, iterator.nextInt());
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::nextInt);
    m.resize(3);
    assertEquals(0, iterator.nextInt());
  }

  @ForKinds(ALL)
  void containsLooksAtEveryByte() throws IOException {
    byte[] same = new byte[LENGTH];
    Arrays.fill(same, (byte) 5);
    put(0, same);
    m.seek(LENGTH);
    assertTrue(m.contains(5));
    assertFalse(m.contains(6));
    put(LENGTH - 1, new byte[] {(byte) 200});
    assertTrue(m.contains(200));
    assertThrows(IllegalArgumentException.class, () -> m.contains(-56));
  }

  @ForKinds(WRITABLE)
  void aMoveOverPagesIsAsOneOfACopy() {
    m.move(PAGE + 5, 3, 2L * PAGE);
    System.arraycopy(expected, 3, expected, PAGE + 5, 2 * PAGE);
    assertMemoryAsExpected();
    m.move(3, PAGE + 5, 2L * PAGE);
    System.arraycopy(expected, PAGE + 5, expected, 3, 2 * PAGE);
    m.move(LENGTH, LENGTH, 0);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void aMoveOutsideIsRefusedWithNothingMoved() {
    for (long[] move :
        new long[][] {
          {-1, 0, 1}, {0, -1, 1}, {0, 0, -1}, {0, 1, LENGTH}, {1, 0, LENGTH}, {Long.MAX_VALUE, 0, 1}
        }) {
      assertThrows(IllegalArgumentException.class, () -> m.move(move[0], move[1], move[2]));
    }
    assertMemoryAsExpected();
  }
}
