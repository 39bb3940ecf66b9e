package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the binary search of sorted lines with a linear search. */
class LinesBoundTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static MemorySegment segment(String text) {
    return MemorySegment.ofArray(text.getBytes(ISO_8859_1));
  }

  private static long bound(String text, String key) {
    return Lines.of(segment(text)).lowerBound(key.getBytes(ISO_8859_1)).offset();
  }

  @Test
  void theBoundIsTheFirstLineNotLess() {
    assertEquals(0, bound("", "b"));
    assertEquals(0, bound("b\n", "b"));
    assertEquals(2, bound("a\nb\nb\n", "b"));
    assertEquals(2, bound("a\nbc\n", "b"));
    assertEquals(3, bound("a\nb", "c"));
    assertEquals(0, bound("a\nb", ""));
  }

  @Test
  void bytesAreComparedAsUnsigned() {
    assertEquals(2, bound("a\n\u00ff\n", "\u0080"));
  }

  @Test
  void aCarriageReturnBeforeANewlineIsNotCompared() {
    assertEquals(0, bound("b\r\n", "b"));
    assertEquals(3, bound("b\r\nc\r\n", "b\r"));
    assertEquals(0, bound("b\r", "b\r"));
  }

  @Test
  void theLinesThatBeginWithTheKeyFollowTheCursor() {
    byte[] key = "be".getBytes(US_ASCII);
    Lines.Cursor cursor = Lines.of(segment("at\nbe\nbed\nbeg\nby\n")).lowerBound(key);
    List<String> found = new ArrayList<>();
    while (cursor.next() && cursor.toString(US_ASCII).startsWith("be")) {
      found.add(cursor.toString(US_ASCII));
    }
    assertEquals(List.of("be", "bed", "beg"), found);
  }

  @Test
  void aPredicateSearchesLinesInAnotherOrder() {
    Lines lines = Lines.of(segment("9\n80\n700\n6000\n"));
    for (int key = 0; key < 7000; key++) {
      int least = key;
      Lines.Cursor cursor =
          lines.lowerBound(line -> Integer.parseInt(line.toString(US_ASCII)) < least);
      assertEquals(
          key <= 9 ? 0 : key <= 80 ? 2 : key <= 700 ? 5 : key <= 6000 ? 9 : 14, cursor.offset());
    }
  }

  @Test
  void theKeyMustNotBeNull() {
    assertThrows(
        NullPointerException.class, () -> Lines.of(segment("a")).lowerBound((byte[]) null));
  }

  @Test
  void unsortedLinesHaveSomeBound() {
    Lines lines = Lines.of(segment("c\na\nb\na\n"));
    assertTrue(List.of(0L, 2L, 4L, 6L, 8L).contains(lines.lowerBound(new byte[] {'b'}).offset()));
  }

  @Test
  void randomSortedLinesHaveTheExpectedBound() {
    for (int round = 0; round < 400; round++) {
      byte[][] contents = contents(random.nextInt(40), 1 << random.nextInt(12));
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.writeBytes("zz\n".getBytes(US_ASCII));
      List<Integer> starts = new ArrayList<>();
      boolean ended = random.nextBoolean();
      for (int i = 0; i < contents.length; i++) {
        starts.add(text.size());
        text.writeBytes(contents[i]);
        if (ended || i < contents.length - 1 || contents[i].length == 0) {
          text.writeBytes((random.nextBoolean() ? "\r\n" : "\n").getBytes(US_ASCII));
        }
      }
      starts.add(text.size());
      verify(text.toByteArray(), contents, starts);
    }
  }

  private byte[][] contents(int count, int longest) {
    byte[][] contents = new byte[count][];
    for (int i = 0; i < count; i++) {
      byte[] line = i > 0 && random.nextBoolean() ? contents[i - 1].clone() : new byte[0];
      int kept = line.length;
      line = Arrays.copyOf(line, random.nextInt(longest + 1));
      for (int k = Math.min(kept, line.length); k < line.length; k++) {
        line[k] = (byte) "ab\t\u008a".charAt(random.nextInt(4));
      }
      contents[i] = line;
    }
    Arrays.sort(contents, Arrays::compareUnsigned);
    return contents;
  }

  private void verify(byte[] text, byte[][] contents, List<Integer> starts) {
    try (Arena arena = Arena.ofConfined()) {
      // No byte follows the range, so reading on would throw.
      MemorySegment memory = arena.allocate(text.length).copyFrom(MemorySegment.ofArray(text));
      Lines lines = Lines.of(memory, 3, text.length);
      for (int i = 0; i < 50; i++) {
        byte[] key = key(contents);
        int bound = 0;
        while (bound < contents.length && Arrays.compareUnsigned(contents[bound], key) < 0) {
          bound++;
        }
        Lines.Cursor cursor = lines.lowerBound(key);
        assertEquals(starts.get(bound).longValue(), cursor.offset(), this::seed);
        assertEquals(bound < contents.length, cursor.next(), this::seed);
        Lines.Cursor same = lines.lowerBound(line -> line.compareTo(key) < 0);
        assertEquals(starts.get(bound).longValue(), same.offset(), this::seed);
      }
    }
  }

  private byte[] key(byte[][] contents) {
    byte[] line = contents.length == 0 ? new byte[0] : contents[random.nextInt(contents.length)];
    byte[] key = Arrays.copyOf(line, random.nextInt(line.length + 2));
    if (key.length > 0 && random.nextBoolean()) {
      key[random.nextInt(key.length)] = (byte) "ab\t\u008a\r\n".charAt(random.nextInt(6));
    }
    return key;
  }

  private String seed() {
    return "seed " + seed;
  }

  @Test
  void anEmptyRangeHasABoundWithoutALine() {
    assertFalse(Lines.of(segment("a\n"), 1, 1).lowerBound(new byte[0]).next());
  }
}
