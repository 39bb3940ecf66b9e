package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests lines at and across the limits of {@code int} offsets, in a sparse file. */
class LinesFarTest {
  private static final long TWO = 2L << 30;
  private static final long FOUR = 4L << 30;
  private static final long SIZE = FOUR + 8;

  @TempDir private static Path folder;
  private static Arena arena;
  private static MemorySegment text;

  /** Writes three short lines at each border; the second spans it by two bytes on each side. */
  @BeforeAll
  static void write() throws IOException {
    arena = Arena.ofShared();
    try (FileChannel file =
        FileChannel.open(folder.resolve("far"), CREATE_NEW, SPARSE, READ, WRITE)) {
      for (long border : new long[] {TWO, FOUR}) {
        file.write(ByteBuffer.wrap("\nab\r\ncdef\nghi\n".getBytes(US_ASCII)), border - 7);
      }
      text = file.map(MapMode.READ_ONLY, 0, SIZE, arena);
    }
  }

  @AfterAll
  static void unmap() {
    arena.close();
  }

  private static void assertLine(long offset, String content, long end, Lines.Cursor cursor) {
    assertEquals(offset, cursor.offset());
    assertEquals(content, cursor.line().toString(US_ASCII));
    assertEquals(end, cursor.end());
  }

  @ParameterizedTest
  @ValueSource(longs = {TWO, FOUR})
  void aCursorMovesForwardsOverABorder(long border) {
    Lines.Cursor cursor = Lines.of(text).cursor(border - 6);
    assertTrue(cursor.next());
    assertLine(border - 6, "ab", border - 2, cursor);
    assertTrue(cursor.next());
    assertLine(border - 2, "cdef", border + 3, cursor);
    assertTrue(cursor.next());
    assertLine(border + 3, "ghi", border + 7, cursor);
  }

  @ParameterizedTest
  @ValueSource(longs = {TWO, FOUR})
  void aCursorMovesBackwardsOverABorder(long border) {
    Lines.Cursor cursor = Lines.of(text).cursor(border + 7);
    assertTrue(cursor.previous());
    assertLine(border + 3, "ghi", border + 7, cursor);
    assertTrue(cursor.previous());
    assertLine(border - 2, "cdef", border + 3, cursor);
    assertTrue(cursor.previous());
    assertLine(border - 6, "ab", border - 2, cursor);
  }

  @ParameterizedTest
  @ValueSource(longs = {TWO, FOUR})
  void bytesOnBothSidesAreInTheLineAcross(long border) {
    for (long at = border - 2; at < border + 3; at++) {
      Lines.Cursor cursor = Lines.of(text).cursor(at);
      assertTrue(cursor.next());
      assertLine(border - 2, "cdef", border + 3, cursor);
    }
  }

  /**
   * The first line has 2 GiB. The other line of this length is left out, because reading it takes
   * seconds.
   */
  @Test
  void aCursorMovesOverAllLinesInBothDirections() {
    List<Long> offsets = List.of(0L, TWO - 6, TWO - 2, TWO + 3, TWO + 7);
    List<Long> lengths = List.of(TWO - 7, 2L, 4L, 3L, 100L);
    Lines.Cursor cursor = Lines.of(text, 0, TWO + 107).cursor();
    for (int i = 0; i < offsets.size(); i++) {
      assertTrue(cursor.next());
      assertEquals(offsets.get(i), cursor.offset());
      assertEquals(lengths.get(i), cursor.length());
    }
    assertFalse(cursor.next());
    for (int i = offsets.size() - 1; i >= 0; i--) {
      assertTrue(cursor.previous());
      assertEquals(offsets.get(i), cursor.offset());
      assertEquals(lengths.get(i), cursor.length());
    }
    assertFalse(cursor.previous());
  }

  @ParameterizedTest
  @ValueSource(longs = {TWO, FOUR})
  void aParallelStreamHasThemInOrder(long border) {
    Lines lines = Lines.of(text, border - 30_000, Math.min(SIZE, border + 30_000));
    assertEquals(5, lines.count());
    assertEquals(
        List.of(border - 30_000, border - 6, border - 2, border + 3, border + 7),
        lines.stream().parallel().map(Line::offset).toList());
  }

  @Test
  void splitsBeginWithLines() {
    List<Lines> splits = Lines.of(text).splits(2);
    assertEquals(List.of(0L, TWO + 7), splits.stream().map(Lines::from).toList());
    assertEquals(List.of(TWO + 7, SIZE), splits.stream().map(Lines::to).toList());
  }
}
