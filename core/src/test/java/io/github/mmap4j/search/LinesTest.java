package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Allocated;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Spliterator;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final MemorySegment SOME = segment("one\ntwo\r\n\r\nfo\rur");

  private static MemorySegment segment(String text) {
    return MemorySegment.ofArray(text.getBytes(ISO_8859_1));
  }

  private static List<String> strings(Lines lines) {
    return lines.stream().map(line -> line.toString(UTF_8)).toList();
  }

  private static List<String> strings(String text) {
    return strings(Lines.of(segment(text)));
  }

  @Test
  void aLineEndsWithANewlineOrAtTheEnd() {
    assertEquals(List.of("one", "two", "", "fo\rur"), strings(Lines.of(SOME)));
    assertEquals(List.of(), strings(""));
    assertEquals(List.of("a"), strings("a\n"));
    assertEquals(List.of("", ""), strings("\n\n"));
  }

  @Test
  void aReturnWithoutANewlineIsAnOrdinaryByte() {
    assertEquals(List.of("\r"), strings("\r"));
    assertEquals(List.of("\r", "\ra"), strings("\r\r\n\ra"));
    assertEquals(List.of("two\r"), strings(Lines.of(SOME, 4, 8)));
    assertEquals(List.of("", ""), strings(Lines.of(SOME, 8, 11)));
  }

  @Test
  void aLineHasItsPositionInTheWholeText() {
    Line line = Lines.of(SOME, 4, SOME.byteSize()).iterator().next();
    assertEquals(new Line(SOME, 4, 3), line);
    assertArrayEquals("two".getBytes(UTF_8), line.bytes());
    assertEquals(-1, line.segment().mismatch(segment("two")));
  }

  @Test
  void aStepForwardsAndOneBackPassTheSameLine() {
    Lines.Cursor cursor = Lines.of(SOME).cursor();
    assertTrue(cursor.next());
    assertEquals("0 3 4", told(cursor));
    assertTrue(cursor.previous());
    assertEquals("0 3 4", told(cursor));
    assertFalse(cursor.previous());
    assertEquals("0 3 4", told(cursor));
  }

  @Test
  void aCursorStandsBeforeTheLineThatContainsAByte() {
    for (int at = 4; at < 9; at++) {
      Lines.Cursor cursor = Lines.of(SOME).cursor(at);
      assertEquals("4 0 4", told(cursor));
      assertTrue(cursor.next());
      assertEquals("4 3 9", told(cursor));
    }
  }

  @Test
  void aCursorAtTheEndStandsAfterTheLastLine() {
    Lines.Cursor cursor = Lines.of(SOME).cursor(SOME.byteSize());
    assertFalse(cursor.next());
    assertTrue(cursor.previous());
    assertEquals("11 5 16", told(cursor));
  }

  private static String told(Lines.Cursor cursor) {
    return cursor.offset() + " " + cursor.length() + " " + cursor.end();
  }

  @Test
  void offsetsOutsideTheRangeAreRejected() {
    Lines lines = Lines.of(SOME, 4, 9);
    assertThrows(IndexOutOfBoundsException.class, () -> lines.cursor(3));
    assertThrows(IndexOutOfBoundsException.class, () -> lines.cursor(10));
    assertThrows(IndexOutOfBoundsException.class, () -> Lines.of(SOME, -1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> Lines.of(SOME, 0, 17));
    assertThrows(IllegalArgumentException.class, () -> lines.splits(0));
  }

  @Test
  void aByteWrittenBetweenStepsMakesNoLengthNegative() {
    for (int at = 1; at < 30_000; at++) {
      byte[] text = new byte[30_010];
      Arrays.fill(text, Math.max(0, at - 3000), Math.max(0, at - 1000), (byte) '\n');
      text[at] = '\n';
      Lines.Cursor cursor = Lines.of(MemorySegment.ofArray(text)).cursor();
      while (cursor.end() <= at) {
        assertTrue(cursor.next());
      }
      text[at] = '\r';
      text[at + 1] = '\n';
      assertTrue(cursor.next());
      assertEquals(at + 1, cursor.offset());
      assertTrue(cursor.length() >= 0, () -> told(cursor));
      assertTrue(cursor.previous());
      assertTrue(cursor.length() >= 0, () -> told(cursor));
      assertTrue(cursor.next());
      assertTrue(cursor.length() >= 0, () -> told(cursor));
    }
  }

  @Test
  void findingOneLineAllocatesAtMost200Bytes() throws ReflectiveOperationException {
    Lines lines =
        Lines.of(MemorySegment.ofArray(NaiveLines.text(new Random(5), 1 << 20, 80)), 0, 1 << 20);
    int rounds = 5_000;
    long before = Allocated.byThisThread();
    for (int round = 0; round < rounds; round++) {
      Lines.Cursor cursor = lines.cursor(round * 200L);
      cursor.next();
    }
    assertEquals(100, (Allocated.byThisThread() - before) / rounds, 100);
  }

  @Test
  void toStringShowsTheRange() {
    assertEquals("Lines[4, 9)", Lines.of(SOME, 4, 9).toString());
  }

  @Test
  void theIteratorEnds() {
    Iterator<Line> iterator = Lines.of(segment("a\nb")).iterator();
    iterator.next();
    iterator.next();
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void linesOfALargeTextAreCounted() {
    byte[] text = NaiveLines.text(new Random(1), 3 << 20, 40);
    long expected = NaiveLines.of(text, 5, text.length).size();
    assertEquals(expected, Lines.of(MemorySegment.ofArray(text), 5, text.length).count());
  }

  @Test
  void aParallelStreamHasTheSameLinesInOrder() {
    byte[] text = NaiveLines.text(new Random(2), 3 << 20, 40);
    Lines lines = Lines.of(MemorySegment.ofArray(text), 1, text.length - 1);
    assertEquals(lines.stream().toList(), lines.stream().parallel().toList());
    assertEquals(lines.count(), lines.stream().parallel().count());
  }

  @Test
  void aSpliteratorSplitsNearTheMiddleOfTheRest() {
    byte[] text = NaiveLines.text(new Random(3), 1 << 20, 40);
    Spliterator<Line> second = Lines.of(MemorySegment.ofArray(text)).spliterator();
    second.tryAdvance(line -> assertEquals(0, line.offset()));
    Spliterator<Line> first = second.trySplit();
    assertEquals(1 << 19, first.estimateSize(), 2000);
    List<Line> lines = new ArrayList<>();
    first.forEachRemaining(lines::add);
    second.forEachRemaining(lines::add);
    List<Line> all = Lines.of(MemorySegment.ofArray(text)).stream().toList();
    assertEquals(all.subList(1, all.size()), lines);
  }

  @Test
  void aLongLineIsNotSplitButIsSplitFromTheLineBefore() {
    byte[] text = new byte[1 << 20];
    assertNull(Lines.of(MemorySegment.ofArray(text)).spliterator().trySplit());
    text[100] = '\n';
    Spliterator<Line> second = Lines.of(MemorySegment.ofArray(text)).spliterator();
    assertEquals(101, second.trySplit().estimateSize());
    assertNull(second.trySplit());
  }

  @Test
  void aSpliteratorClaimsNoSize() {
    Spliterator<Line> lines = Lines.of(SOME).spliterator();
    assertTrue(lines.hasCharacteristics(Spliterator.ORDERED));
    assertFalse(lines.hasCharacteristics(Spliterator.SIZED));
    assertFalse(lines.hasCharacteristics(Spliterator.SUBSIZED));
  }

  @Test
  void anEmptyTextHasNoSplits() {
    assertEquals(List.of(), Lines.of(SOME, 4, 4).splits(3));
  }

  @Test
  void aSplitBeginsExactlyAtItsShareIfALineDoes() {
    List<Lines> splits = Lines.of(segment("a\nb\n")).splits(2);
    assertEquals(List.of(2L, 4L), splits.stream().map(Lines::to).toList());
  }

  @Test
  void splitsHaveAboutEqualSizes() {
    byte[] text = NaiveLines.text(new Random(4), 1 << 20, 40);
    List<Lines> splits = Lines.of(MemorySegment.ofArray(text)).splits(7);
    assertEquals(7, splits.size());
    splits.forEach(part -> assertEquals((1 << 20) / 7, part.to() - part.from(), 2000));
  }

  @Test
  void aLongLineLeavesFewerSplits() {
    byte[] text = new byte[1000];
    text[900] = '\n';
    List<Lines> splits = Lines.of(MemorySegment.ofArray(text)).splits(10);
    assertEquals(List.of(901L, 1000L), splits.stream().map(Lines::to).toList());
  }

  @Test
  void thereAreNoMoreRangesThanBytes() {
    Lines lines = Lines.of(MemorySegment.ofArray("a\nb\n\n".getBytes()));
    assertEquals(3, lines.splits(5).size());
    assertEquals(3, lines.splits(Integer.MAX_VALUE).size());
  }
}
