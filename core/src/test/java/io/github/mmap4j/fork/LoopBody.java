package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loops of plain loads, whose values go into sums, tables, branches, boxes and exceptions. */
enum LoopBody implements SampleBody {
  BYTE_SUM(
      s -> {
        long sum = 0;
        for (long at = 0; at < s.byteSize(); at++) {
          sum += s.get(JAVA_BYTE, at) & 0xff;
        }
        return sum;
      }),
  BYTE_HISTOGRAM(
      s -> {
        int[] counts = new int[256];
        for (long at = FROM; at < TO; at++) {
          counts[s.get(JAVA_BYTE, at) & 0xff]++;
        }
        return Arrays.hashCode(counts);
      }),
  SIGNED_TABLE_INDEX(
      s -> {
        int[] counts = new int[256];
        for (long at = FROM; at < TO; at++) {
          counts[s.get(JAVA_BYTE, at) + 128]++;
        }
        return Arrays.hashCode(counts);
      }),
  TABLE_OF_TABLES(
      s -> {
        byte[][] table = new byte[16][16];
        for (long at = FROM; at < TO; at++) {
          byte b = s.get(JAVA_BYTE, at);
          table[b >> 4 & 0xf][b & 0xf] += b;
        }
        return Arrays.deepHashCode(table);
      }),
  INT_SUM(
      s -> {
        int sum = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          sum += s.get(JAVA_INT, at);
        }
        return sum;
      }),
  INT_TO_LONG_SUM(
      s -> {
        long sum = 0;
        for (long at = FROM + 1; at < TO; at += Integer.BYTES) {
          sum += s.get(JAVA_INT_UNALIGNED, at);
        }
        return sum;
      }),
  LONG_SUM_UNALIGNED(
      s -> {
        long sum = 0;
        for (long at = FROM + 3; at < TO; at += Long.BYTES) {
          sum += s.get(JAVA_LONG_UNALIGNED, at);
        }
        return sum;
      }),
  LONG_ACROSS_THE_EDGE(s -> s.get(JAVA_LONG_UNALIGNED, PatternFile.LEFT - 4)),
  SHORTS_AND_CHARS(
      s -> {
        long sum = 0;
        for (long at = FROM + 1; at < TO; at += Short.BYTES) {
          sum += s.get(JAVA_SHORT_UNALIGNED, at) * 31L + s.get(JAVA_CHAR_UNALIGNED, at);
        }
        return sum;
      }),
  DOUBLES(
      s -> {
        long bits = 0;
        for (long at = FROM; at < TO; at += Double.BYTES) {
          double value = s.get(JAVA_DOUBLE_UNALIGNED, at);
          bits = bits * 31 + Double.doubleToLongBits(value * 2);
        }
        return bits;
      }),
  BOOLEANS(
      s -> {
        int set = 0;
        for (long at = FROM; at < TO; at++) {
          set += s.get(JAVA_BOOLEAN, at) ? 1 : 0;
        }
        return set;
      }),
  BIT_TESTS(
      s -> {
        int set = 0;
        for (long at = FROM; at < TO; at++) {
          if ((s.get(JAVA_BYTE, at) & 0x10) != 0) {
            set++;
          }
          if ((s.get(JAVA_BYTE, at) & 1 << (at & 7)) == 0) {
            set += 3;
          }
        }
        return set;
      }),
  BOXED_BYTES(
      s -> {
        List<Byte> all = new ArrayList<>();
        for (long at = FROM; at < TO; at++) {
          all.add(s.get(JAVA_BYTE, at));
        }
        return all.hashCode();
      }),
  BOXED_INTEGERS(
      s -> {
        Map<Integer, Integer> counts = new HashMap<>();
        for (long at = FROM; at < TO; at++) {
          counts.merge(s.get(JAVA_BYTE, at) & 0xff, 1, Integer::sum);
        }
        return counts;
      }),
  SORTED_MAP_OF_CHARACTERS(
      s -> {
        TreeMap<Character, Long> last = new TreeMap<>();
        for (long at = FROM; at < TO; at++) {
          last.put((char) (s.get(JAVA_BYTE, at) & 0xff), at);
        }
        return last;
      }),
  IS_LETTER(
      s -> {
        int letters = 0;
        for (long at = FROM; at < TO; at++) {
          letters += Character.isLetter(s.get(JAVA_BYTE, at) & 0xff) ? 1 : 0;
          letters += Character.isUpperCase((char) (s.get(JAVA_BYTE, at) & 0xff)) ? 100 : 0;
        }
        return letters;
      }),
  SWITCH(
      s -> {
        int sum = 0;
        for (long at = FROM; at < TO; at++) {
          sum +=
              switch (s.get(JAVA_BYTE, at)) {
                case 0 -> 1000;
                case 11, 12, 13 -> 1;
                case 40 -> 5;
                case 41 -> 6;
                case 42 -> 7;
                case 43 -> 8;
                default -> 2;
              };
        }
        return sum;
      }),
  STRING_SWITCH(
      s -> {
        int sum = 0;
        for (long at = FROM; at < TO; at++) {
          sum +=
              switch (Integer.toHexString(s.get(JAVA_BYTE, at) & 0xff)) {
                case "0" -> 1000;
                case "41" -> 1;
                case "42" -> 2;
                case "ff" -> 3;
                default -> 4;
              };
        }
        return sum;
      }),
  BINARY_SEARCH(
      s -> {
        long sum = 0;
        for (int key = 0; key < 256; key += 5) {
          // The pattern rises for 239 bytes, from each multiple of 239.
          long first = (PatternFile.LEFT / 239 + 1) * 239L;
          long low = first;
          long high = first + 238;
          while (low < high) {
            long middle = low + high >>> 1;
            if ((s.get(JAVA_BYTE, middle) & 0xff) < key) {
              low = middle + 1;
            } else {
              high = middle;
            }
          }
          sum = sum * 31 + low;
        }
        return sum;
      }),
  DIVISION_BY_A_BYTE(
      s -> {
        int sum = 0;
        for (long at = FROM; at < TO; at++) {
          sum += 1_000_000 / (s.get(JAVA_BYTE, at) & 0xff);
        }
        return sum;
      }),
  REMAINDER_BY_AN_INT(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          sum += Integer.MAX_VALUE % s.get(JAVA_INT, at);
        }
        return sum;
      }),
  INDEX_THAT_ZEROS_PUT_OUT_OF_BOUNDS(
      s -> {
        int[] table = new int[256];
        for (long at = FROM; at < TO; at++) {
          table[(s.get(JAVA_BYTE, at) & 0xff) - 1]++;
        }
        return Arrays.hashCode(table);
      }),
  NULL_WHERE_THERE_ARE_ZEROS(
      s -> {
        String[] names = new String[256];
        Arrays.fill(names, 1, 256, "name");
        int length = 0;
        for (long at = FROM; at < TO; at++) {
          length += names[s.get(JAVA_BYTE, at) & 0xff].length();
        }
        return length;
      }),
  LENGTH_OF_AN_ARRAY(
      s -> {
        int length = 0;
        for (long at = FROM; at < TO; at++) {
          length += new byte[(s.get(JAVA_BYTE, at) & 0xff) - 1].length;
        }
        return length;
      }),
  WHATEVER_IS_CAUGHT(
      s -> {
        try {
          return DIVISION_BY_A_BYTE.of(s);
        } catch (ArithmeticException e) {
          return "caught";
        }
      }),
  SEARCH_PAST_THE_EDGE(
      s -> {
        long at = FROM;
        while (s.get(JAVA_BYTE, at) != '\n') {
          at++;
        }
        return at;
      }),
  STRINGS(
      s -> {
        StringBuilder text = new StringBuilder();
        for (long at = FROM; at < TO; at++) {
          text.append((char) (s.get(JAVA_BYTE, at) & 0xff));
        }
        return text.toString().toUpperCase(java.util.Locale.ROOT).hashCode();
      }),
  LOADS_AND_STORES(
      s -> {
        long sum = 0; // without it, C2 removes the loads and stores
        for (long at = FROM; at < TO; at++) {
          byte b = s.get(JAVA_BYTE, at);
          sum += b;
          s.set(JAVA_BYTE, at, b);
        }
        return sum;
      }),
  ONLY_STORES(
      s -> {
        for (int at = FROM; at < TO; at++) {
          s.set(JAVA_BYTE, at, (byte) PatternFile.at(at));
        }
        return "stored";
      });

  private final Loop loop;

  private interface Loop {
    Object over(MemorySegment memory);
  }

  LoopBody(Loop loop) {
    this.loop = loop;
  }

  @Override
  public Object of(MemorySegment memory) {
    return loop.over(memory);
  }

  @Override
  public boolean isFitForRaces() {
    return this != LOADS_AND_STORES;
  }
}
