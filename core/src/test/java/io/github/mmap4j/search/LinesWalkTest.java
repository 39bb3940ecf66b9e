package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.bytes.KernelsUnderTest;
import io.github.mmap4j.search.NaiveLines.Span;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every way to iterate over lines with simple code, for each kernel. */
class LinesWalkTest {
  private static final String KERNELS =
      "io.github.mmap4j.internal.bytes.KernelsUnderTest#preferences";

  /** The ends of a block, of a near search, of a span, and of the first three windows. */
  private static final int[] BORDERS = {
    64, 512, 1024, 4096, 1024 + 4096, 1024 + 4096 + 4096, 1024 + 4096 + 8192
  };

  private final Runnable restorer = KernelsUnderTest.restorer();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @AfterEach
  void restorePreference() {
    restorer.run();
  }

  @ParameterizedTest
  @MethodSource(KERNELS)
  void randomTextsHaveTheExpectedLines(Runnable preference) {
    preference.run();
    System.out.println("LinesWalkTest: seed " + seed);
    for (int round = 0; round < 300; round++) {
      byte[] text =
          NaiveLines.text(random, random.nextInt(1 << random.nextInt(17)), 1 + random.nextInt(120));
      int from = random.nextInt(1 + Math.min(text.length, 100));
      int to = text.length - random.nextInt(1 + Math.min(text.length - from, 100));
      verify(text, from, to);
    }
  }

  @ParameterizedTest
  @MethodSource(KERNELS)
  void aLineEndIsFoundAtEachPlaceAroundABorder(Runnable preference) {
    preference.run();
    for (int border : BORDERS) {
      for (int shift = -3; shift <= 3; shift++) {
        byte[] text = new byte[border + 100];
        int at = border + shift;
        text[at - 2] = '\n';
        text[at - 1] = '\r';
        text[at] = '\n';
        verify(text, 0, text.length);
        verify(text, Math.max(0, at - 64), at + 1);
        verify(text, 1, at);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(KERNELS)
  void aTextOfOnlyLineEndsHasTheExpectedLines(Runnable preference) {
    preference.run();
    byte[] text = new byte[40_000];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i % 20_000 < 10_000 || i % 2 == 1 ? '\n' : '\r');
    }
    verify(text, 0, text.length);
  }

  @ParameterizedTest
  @MethodSource(KERNELS)
  void aLineLongerThanAnyWindowIsFound(Runnable preference) {
    preference.run();
    byte[] text = new byte[3 << 20];
    text[10] = '\n';
    text[text.length - 10] = '\n';
    verify(text, 0, text.length);
  }

  private void verify(byte[] text, int from, int to) {
    List<Span> expected = NaiveLines.of(text, from, to);
    try (Arena arena = Arena.ofConfined()) {
      // No byte follows the range, so reading on would throw.
      MemorySegment memory =
          arena.allocate(to).copyFrom(MemorySegment.ofArray(text).asSlice(0, to));
      Lines lines = Lines.of(memory, from, to);
      assertEquals(expected, forwards(lines.cursor(), text), this::seed);
      assertEquals(expected.reversed(), backwards(lines.cursor(to), text), this::seed);
      assertEquals(expected.size(), lines.count(), this::seed);
      verifyMixed(expected, lines, text);
      verifySplits(expected, lines, text);
    }
  }

  private String seed() {
    return "seed " + seed;
  }

  /** Returns where the line is, after comparing its bytes. */
  private static Span told(Lines.Cursor cursor, byte[] text) {
    int offset = (int) cursor.offset();
    byte[] content = Arrays.copyOfRange(text, offset, offset + (int) cursor.length());
    assertArrayEquals(content, cursor.bytes());
    assertEquals(new String(content, ISO_8859_1), cursor.toString(ISO_8859_1));
    return new Span(cursor.offset(), cursor.length(), cursor.end());
  }

  private static List<Span> forwards(Lines.Cursor cursor, byte[] text) {
    List<Span> found = new ArrayList<>();
    while (cursor.next()) {
      found.add(told(cursor, text));
    }
    return found;
  }

  private static List<Span> backwards(Lines.Cursor cursor, byte[] text) {
    List<Span> found = new ArrayList<>();
    while (cursor.previous()) {
      found.add(told(cursor, text));
    }
    return found;
  }

  /** Moves some steps forwards and some backwards, from any line on. */
  private void verifyMixed(List<Span> expected, Lines lines, byte[] text) {
    if (expected.isEmpty()) {
      return;
    }
    int place = random.nextInt(expected.size());
    Span line = expected.get(place);
    long within = line.offset() + random.nextLong(line.end() - line.offset());
    Lines.Cursor cursor = lines.cursor(within);
    for (int turn = 0; turn < 30; turn++) {
      boolean forwards = random.nextBoolean();
      int steps = 1 + random.nextInt(1 << random.nextInt(10));
      for (int step = 0; step < steps; step++) {
        boolean walks = forwards ? place < expected.size() : place > 0;
        assertEquals(walks, forwards ? cursor.next() : cursor.previous(), this::seed);
        if (!walks) {
          break;
        }
        assertEquals(expected.get(forwards ? place : place - 1), told(cursor, text), this::seed);
        place += forwards ? 1 : -1;
      }
    }
  }

  private void verifySplits(List<Span> expected, Lines lines, byte[] text) {
    int n = 1 + random.nextInt(12);
    List<Lines> splits = lines.splits(n);
    assertTrue(splits.size() <= n, this::seed);
    List<Span> found = new ArrayList<>();
    for (Lines part : splits) {
      List<Span> some = forwards(part.cursor(), text);
      assertFalse(some.isEmpty(), this::seed);
      found.addAll(some);
    }
    assertEquals(expected, found, this::seed);
  }
}
