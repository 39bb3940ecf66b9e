package io.github.mmap4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final byte[] BYTES = {
    (byte) 0xf1,
    2,
    (byte) 0x83,
    4,
    (byte) 0x85,
    6,
    7,
    (byte) 0xf8,
    9,
    (byte) 0xfa,
    11,
    12,
    13,
    14,
    (byte) 0xff
  };

  private final MemorySegment text =
      Arena.ofAuto().allocate(BYTES.length, Long.BYTES).copyFrom(MemorySegment.ofArray(BYTES));

  @Test
  void aWordIsTheSameWhereverItLies() {
    for (int p = 0; p <= BYTES.length - Long.BYTES; p++) {
      long expected = (long) Words.IN_BYTES.get(BYTES, p);
      assertEquals(expected, Words.at(text, p), "at " + p);
      assertEquals(expected, Words.at(text.asSlice(p), 0), "slice at " + p);
    }
  }

  @Test
  void aWordIsSplitInTheMiddleOfAnAlignedOneOnly() {
    for (int begin = 0; begin < Long.BYTES; begin++) {
      MemorySegment slice = text.asSlice(begin);
      int first = (12 - begin) % Long.BYTES;
      int[] split = IntStream.range(0, 32).filter(p -> Words.isSplit(slice, p)).toArray();
      assertEquals(4, split.length);
      assertEquals(first, split[0]);
      assertEquals(first + 3 * Long.BYTES, split[3]);
    }
  }

  @Test
  void aWordThatPassesTheEndIsNotRead() {
    for (int p = BYTES.length - Long.BYTES + 1; p < BYTES.length; p++) {
      int place = p;
      assertThrows(IndexOutOfBoundsException.class, () -> Words.at(text, place), "at " + p);
    }
  }
}
