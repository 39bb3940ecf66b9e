package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.NaiveLines.Span;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the operations on a line's bytes with simple code, wherever the bytes are. */
class LineBytesTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private String seed() {
    return "seed " + seed;
  }

  private static Lines lines(String text) {
    return Lines.of(MemorySegment.ofArray(text.getBytes(ISO_8859_1)));
  }

  @Test
  void linesOfEqualBytesAtTwoPlacesAreNotEqualButTheirContentsAre() {
    List<Line> lines = lines("a\na\n").stream().toList();
    assertNotEquals(lines.get(0), lines.get(1));
    assertTrue(lines.get(0).contentEquals(lines.get(1).bytes()));
    assertEquals(0, lines.get(0).compareTo(lines.get(1)));
    assertEquals(lines.get(0).contentHash(), lines.get(1).contentHash());
  }

  @Test
  void theTextOfALineACursorAndAFieldIsInUtf8() {
    byte[] text = "gr\u00fcn;1\r\nb\n".getBytes(UTF_8);
    Lines lines = Lines.of(MemorySegment.ofArray(text));
    Lines.Cursor cursor = lines.cursor();
    assertEquals("", cursor.toString());
    assertTrue(cursor.next());
    Fields fields = cursor.fields(';');
    assertTrue(fields.next());
    assertEquals("gr\u00fcn;1", "" + cursor);
    assertEquals("gr\u00fcn;1", "" + cursor.line());
    assertEquals("gr\u00fcn", "" + fields);
    assertEquals("[gr\u00fcn;1, b]", lines.stream().toList().toString());
  }

  @Test
  void bytesAreComparedAsUnsigned() {
    Line line = lines("\u00ff").iterator().next();
    assertTrue(line.compareTo(new byte[] {1}) > 0);
    assertTrue(line.compareTo(new byte[] {-1, 0}) < 0);
  }

  @Test
  void hashesOfDifferentBytesDiffer() {
    List<Integer> hashes = new ArrayList<>();
    for (int length = 0; length < 40; length++) {
      for (int at = 0; at <= length; at++) {
        byte[] bytes = new byte[length + 1];
        bytes[at] = 1;
        hashes.add(Lines.of(MemorySegment.ofArray(bytes)).iterator().next().contentHash());
      }
    }
    assertTrue(hashes.stream().distinct().count() >= hashes.size() - 1, hashes.toString());
  }

  @Test
  void everyFormOfALineTellsTheSame() {
    for (int round = 0; round < 60; round++) {
      byte[] text =
          NaiveLines.text(random, random.nextInt(1 << random.nextInt(16)), 1 + random.nextInt(60));
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(text.length).copyFrom(MemorySegment.ofArray(text));
        Lines lines = Lines.of(memory);
        Lines.Cursor walking = lines.cursor();
        for (Span span : NaiveLines.of(text, 0, text.length)) {
          int end = (int) (span.offset() + span.length());
          byte[] expected = Arrays.copyOfRange(text, (int) span.offset(), end);
          assertTrue(walking.next(), this::seed);
          verify(expected, walking);
          if (random.nextInt(10) == 0) {
            Lines.Cursor single = lines.cursor(span.offset());
            assertTrue(single.next(), this::seed);
            verify(expected, single);
            verify(expected, single.line());
            Fields whole = single.fields('\n');
            assertTrue(whole.next(), this::seed);
            verify(expected, whole);
          }
        }
      }
    }
  }

  private void verify(byte[] expected, LineBytes line) {
    assertEquals(expected.length, line.length(), this::seed);
    assertArrayEquals(expected, line.bytes(), this::seed);
    assertEquals(new String(expected, UTF_8), line.toString(UTF_8), this::seed);
    assertEquals(new String(expected, UTF_8), line.toString(), this::seed);
    byte[] other = other(expected);
    assertEquals(Arrays.equals(expected, other), line.contentEquals(other), this::seed);
    int order = Integer.signum(Arrays.compareUnsigned(expected, other));
    assertEquals(order, Integer.signum(line.compareTo(other)), this::seed);
    Line otherLine = new Line(MemorySegment.ofArray(other), 0, other.length);
    assertEquals(order, Integer.signum(line.compareTo(otherLine)), this::seed);
    assertEquals(-order, Integer.signum(otherLine.compareTo(line)), this::seed);
    assertEquals(starts(expected, other), line.startsWith(other), this::seed);
    assertEquals(starts(reversed(expected), reversed(other)), line.endsWith(other), this::seed);
    Lines.Cursor otherCursor = Lines.of(otherLine.text()).cursor();
    if (otherCursor.next() && otherCursor.length() == other.length) {
      assertEquals(order, Integer.signum(line.compareTo(otherCursor)), this::seed);
    }
    Line same = new Line(MemorySegment.ofArray(expected), 0, expected.length);
    assertEquals(same.contentHash(), line.contentHash(), this::seed);
  }

  private static boolean starts(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Returns the same bytes, a part of them, or a few others. */
  private byte[] other(byte[] bytes) {
    int from = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : 0;
    int to = random.nextBoolean() ? bytes.length : bytes.length + random.nextInt(3);
    to = random.nextBoolean() ? to : from + random.nextInt(bytes.length - from + 1);
    byte[] other = Arrays.copyOfRange(bytes, from, to);
    if (other.length > 0 && random.nextInt(3) == 0) {
      other[random.nextInt(other.length)] = (byte) "ab\t\u008a".charAt(random.nextInt(4));
    }
    return other;
  }

  @Test
  void aLineLongerThanTheCopyIsCompared() {
    byte[] text = new byte[100_000];
    text[50_000] = '\n';
    Lines.Cursor cursor = Lines.of(MemorySegment.ofArray(text)).cursor();
    assertTrue(cursor.next());
    verify(new byte[50_000], cursor);
    assertTrue(cursor.next());
    verify(new byte[49_999], cursor);
  }

  @Test
  void aCursorBeforeAnyStepHasNoBytes() {
    Lines.Cursor cursor = lines("a").cursor();
    verify(new byte[0], cursor);
    assertFalse(lines("").cursor().next());
  }

  @Test
  void aCursorThatComesBackReadsASingleLineAnew() {
    byte[] text = "one\ntwo\n".getBytes(US_ASCII);
    Lines.Cursor cursor = Lines.of(MemorySegment.ofArray(text)).cursor();
    assertTrue(cursor.next());
    assertEquals("one", cursor.toString(US_ASCII));
    text[0] = 'O';
    assertTrue(cursor.previous());
    assertEquals("One", cursor.toString(US_ASCII));
  }

  @Test
  void theLowestBitsOfHashesSpreadSequentialKeys() {
    int keys = 50_000;
    int slots = 1 << 16;
    for (String format : List.of("%08d", "key%05d", "%016d", "%07d", "%09d", "%d")) {
      BitSet used = new BitSet();
      for (int i = 0; i < keys; i++) {
        byte[] key = format.formatted(i).getBytes(US_ASCII);
        used.set(new Line(MemorySegment.ofArray(key), 0, key.length).contentHash() & slots - 1);
      }
      // Random hashes would use about 34,980 slots, with a standard deviation of about 100.
      int count = used.cardinality();
      assertTrue(count > 34_000, () -> format + " uses " + count);
    }
  }
}
