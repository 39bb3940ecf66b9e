package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.bytes.KernelsUnderTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinderTest {
  private static final long GIB = 1L << 30;

  private final Runnable restorer = KernelsUnderTest.restorer();
  @TempDir Path folder;

  @AfterEach
  void restorePreference() {
    restorer.run();
  }

  @Test
  void theNeedleIsCopied() {
    byte[] bytes = {'b'};
    Finder finder = Finder.of(bytes);
    bytes[0] = 'x';
    assertEquals(1, finder.find(text("abc")));
  }

  @Test
  void theBufferKeepsItsPosition() {
    ByteBuffer buffer = ByteBuffer.wrap("abc".getBytes(US_ASCII)).position(1).limit(2);
    assertEquals(4, Finder.of(buffer).find(text("aaaabc")));
    assertEquals(1, buffer.position());
    assertEquals(2, buffer.limit());
  }

  @Test
  void theEmptySequenceOccursEverywhere() {
    Finder empty = Finder.of(new byte[0]);
    assertEquals(1, empty.find(text("abc"), 1));
    assertEquals(3, empty.rfind(text("abc"), 1));
    assertEquals(3, empty.count(text("abc"), 1));
    assertArrayEquals(new long[] {1, 2, 3}, empty.all(text("abc"), 1, 3).toArray());
  }

  @Test
  void rangesOutsideTheTextAreRejected() {
    Finder finder = Finder.of(new byte[] {'b'});
    assertThrows(IndexOutOfBoundsException.class, () -> finder.find(text("abc"), -1));
    assertThrows(IndexOutOfBoundsException.class, () -> finder.rfind(text("abc"), 0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> finder.count(text("abc"), 2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> finder.all(text("abc"), 4, 4));
  }

  @Test
  void allOccurrencesComeInOrderAndDoNotOverlap() {
    Finder finder = Finder.of("aa".getBytes(US_ASCII));
    assertArrayEquals(new long[] {0, 4, 6}, finder.all(text("aaabaaaa")).toArray());
  }

  @Test
  void theStreamFindsOccurrencesOnDemand() {
    Iterator<Long> all = Finder.of("b".getBytes(US_ASCII)).all(text("abab")).iterator();
    assertEquals(1, all.next());
    assertEquals(3, all.next());
    assertThrows(NoSuchElementException.class, all::next);
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#preferences")
  void occurrencesAcrossPartsOfALongTextAreFound(Runnable preference) {
    preference.run();
    byte[] bytes = "needle".getBytes(US_ASCII);
    Finder finder = Finder.of(bytes);
    byte[] text = new byte[5 * KernelsUnderTest.PART];
    for (int at = KernelsUnderTest.PART - 7; at < KernelsUnderTest.PART + 2; at++) {
      byte[] held = text.clone();
      System.arraycopy(bytes, 0, held, at, bytes.length);
      System.arraycopy(bytes, 0, held, held.length - at - bytes.length, bytes.length);
      MemorySegment segment = MemorySegment.ofArray(held);
      assertEquals(at, finder.find(segment));
      assertEquals(held.length - at - bytes.length, finder.rfind(segment));
      assertEquals(2, finder.count(segment));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#preferences")
  void countingContinuesAfterAnOccurrenceThatCrossesParts(Runnable preference) {
    preference.run();
    int length = 3 * KernelsUnderTest.PART + 1;
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'a');
    for (int n : new int[] {1, 2, 3, 5, 8, 9, 1000}) {
      assertEquals(
          length / n, Finder.of(Arrays.copyOf(text, n)).count(MemorySegment.ofArray(text)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2 * GIB, 4 * GIB})
  void occurrencesAcrossTheLimitsOfIntegersAreFound(long border) throws IOException {
    byte[] bytes = "needle".getBytes(US_ASCII);
    try (FileChannel file = sparse(border + 1024)) {
      for (int before = 0; before <= bytes.length; before++) {
        long at = border - before;
        file.write(ByteBuffer.wrap(new byte[20]), border - 10);
        file.write(ByteBuffer.wrap(bytes), at);
        try (Mmap m = Mmap.builder().channel(file).access(Access.READ).map()) {
          Finder finder = Finder.of(bytes);
          assertEquals(at, finder.find(m.asSegment(), border - 5000));
          assertEquals(at, finder.rfind(m.asSegment(), border - 5000));
          assertEquals(1, finder.count(m.asSegment(), border - 5000));
        }
      }
    }
  }

  private FileChannel sparse(long length) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("sparse"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE);
    file.write(ByteBuffer.allocate(1), length - 1);
    return file;
  }

  /** The page after the range is gone, so reading it would be a fault. */
  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#preferences")
  void nothingIsReadAfterTheRange(Runnable preference) throws IOException {
    preference.run();
    try (FileChannel file = sparse(4L * Mmap.PAGESIZE);
        Mmap m = Mmap.builder().channel(file).access(Access.READ).map()) {
      file.truncate(2L * Mmap.PAGESIZE);
      for (int n = 1; n < 70; n++) {
        byte[] bytes = new byte[n];
        bytes[n - 1] = 'x';
        Finder finder = Finder.of(bytes);
        int most = n == 1 ? 600 : 140; // two units of the widest vectors, which count single bytes
        for (int from = 0; from < most; from++) {
          long start = 2L * Mmap.PAGESIZE - from;
          assertEquals(-1, finder.find(m.asSegment(), start, 2L * Mmap.PAGESIZE));
          assertEquals(-1, finder.rfind(m.asSegment(), start, 2L * Mmap.PAGESIZE));
          assertEquals(0, finder.count(m.asSegment(), start, 2L * Mmap.PAGESIZE));
        }
        assertEquals(-1, finder.find(m.asSegment(), 0, 2L * Mmap.PAGESIZE));
      }
    }
  }

  @Test
  void toStringShowsTheLengthAndTheFirstBytes() {
    assertEquals("Finder[5 bytes, \"ERROR\"]", finder("ERROR").toString());
    assertEquals("Finder[1 byte, \"\\x0a\"]", finder("\n").toString());
    assertEquals(
        "Finder[20 bytes, \"0123456789abcdef\"...]", finder("0123456789abcdefghij").toString());
    assertEquals("Finder[0 bytes]", finder("").toString());
  }

  private static Finder finder(String needle) {
    return Finder.of(needle.getBytes(US_ASCII));
  }

  private static MemorySegment text(String text) {
    return MemorySegment.ofArray(text.getBytes(US_ASCII));
  }
}
