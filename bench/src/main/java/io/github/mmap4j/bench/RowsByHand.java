package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The "billion rows" program, written by hand for rows of exactly this form. It reads the memory
 * word by word, and up to a word past the last row; this memory must exist.
 */
final class RowsByHand {
  private static final ValueLayout.OfLong WORD =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The maximum number of words in a name, more than the longest name needs. */
  private static final int MOST_WORDS = 16;

  private RowsByHand() {}

  static Stations aggregate(MemorySegment text) {
    Stations stations = new Stations();
    long[] words = new long[MOST_WORDS];
    long end = text.byteSize();
    for (long p = 0; p < end - Rows.PADDING; ) {
      long start = p;
      int count = 0;
      long hash = 0;
      long word = text.get(WORD, p);
      long ends = semicolons(word);
      while (ends == 0) {
        words[count++] = word;
        hash = mixed(hash ^ word);
        p += Long.BYTES;
        word = text.get(WORD, p);
        ends = semicolons(word);
      }
      int bit = Long.numberOfTrailingZeros(ends);
      word &= (1L << (bit & -Byte.SIZE)) - 1;
      words[count++] = word;
      hash = mixed(hash ^ word);
      p += bit / Byte.SIZE + 1;
      int place = Stations.place((int) (hash ^ hash >>> 32));
      Stations.Station station = stations.at(place);
      while (station != null && !isEqual(station.words, words, count)) {
        place = Stations.place(place + 1);
        station = stations.at(place);
      }
      if (station == null) {
        byte[] name = text.asSlice(start, p - 1 - start).toArray(JAVA_BYTE);
        station = stations.add(place, name, Arrays.copyOf(words, count));
      }
      // Parses the sign and the digits without branches. In the point, unlike in digits, bit 4 is
      // clear.
      word = text.get(WORD, p);
      int point = Long.numberOfTrailingZeros(~word & 0x10101000L);
      long minus = ~word << 59 >> 63;
      long digits = (word & ~(minus & 0xff)) << 28 - point & 0x0f000f0f00L;
      long value = digits * 0x640a0001L >>> 32 & 0x3ff;
      station.add((int) ((value ^ minus) - minus));
      p += (point >>> 3) + 3;
    }
    return stations;
  }

  private static long semicolons(long word) {
    long x = word ^ 0x3b3b3b3b3b3b3b3bL;
    return x - 0x0101010101010101L & ~x & 0x8080808080808080L;
  }

  private static long mixed(long hash) {
    long product = hash * 0x9e3779b97f4a7c15L;
    return product ^ product >>> 29;
  }

  private static boolean isEqual(long[] words, long[] others, int count) {
    if (words.length != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (words[i] != others[i]) {
        return false;
      }
    }
    return true;
  }
}
