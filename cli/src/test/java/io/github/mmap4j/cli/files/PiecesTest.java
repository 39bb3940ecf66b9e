package io.github.mmap4j.cli.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});

  private static final long SECOND = 1_000_000_000;
  private static final int LONGEST = 1 << 20;
  private static final int LINE = 16;

  private final MemorySegment text =
      MemorySegment.ofArray("0123456789abcde\n".repeat(1 << 20).getBytes());
  private long now = 12345;
  private final Pieces pieces = new Pieces(text, LONGEST, () -> now);
  private long from;

  private long next() {
    long to = pieces.endOfLine(NEWLINE, from);
    long length = to - from;
    from = to;
    return length;
  }

  @Test
  void piecesGrowWhileTheWorkIsShort() {
    assertEquals(96 << 10, next());
    assertEquals(192 << 10, next());
    for (int i = 0; i < 4; i++) {
      next();
    }
    assertEquals(LONGEST, next());
  }

  @Test
  void piecesShrinkWhenTheWorkIsLong() {
    next();
    now += SECOND;
    assertTrue(next() < 5 << 10);
    now += 100 * SECOND;
    assertEquals(4 << 10, next());
  }

  @Test
  void piecesEndWithLines() {
    for (int i = 0; i < 100; i++) {
      now += SECOND / 100 * (i % 30);
      next();
      assertEquals(0, from % LINE);
    }
  }
}
