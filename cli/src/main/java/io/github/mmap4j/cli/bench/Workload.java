package io.github.mmap4j.cli.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Lines;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The workloads that are measured. Each reads all bytes of a text on one thread and returns an
 * answer.
 */
enum Workload {
  /** Sums all bytes, eight at a time. Nothing that examines every byte can be much faster. */
  READ {
    @Override
    long run(MemorySegment text, Finder absent) {
      long sum = 0;
      for (long at = 0; at < text.byteSize(); at += PART) {
        sum += sum(text, at, (int) Math.min(PART, text.byteSize() - at));
      }
      return sum;
    }
  },

  /** Searches for a needle that does not occur. */
  FIND {
    @Override
    long run(MemorySegment text, Finder absent) {
      return absent.find(text);
    }
  },

  /** Counts newlines. */
  COUNT {
    @Override
    long run(MemorySegment text, Finder absent) {
      return NEWLINE.count(text);
    }
  },

  /** Iterates over all lines. */
  LINES {
    @Override
    long run(MemorySegment text, Finder absent) {
      long lines = 0;
      Lines.Cursor cursor = Lines.of(text).cursor();
      while (cursor.next()) {
        lines++;
      }
      return lines;
    }
  };

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int STEP = 4 * Long.BYTES;

  /**
   * The number of bytes summed per call. It is a multiple of 8 and small enough for the JIT
   * compiler to optimize the loop.
   */
  private static final int PART = 1 << 20;

  /** Reads {@code text}, in which {@code absent} does not occur, and returns the answer. */
  abstract long run(MemorySegment text, Finder absent);

  private static long sum(MemorySegment text, long from, int length) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    int i = 0;
    for (; i <= length - STEP; i += STEP) { // independent additions run in parallel
      a += text.get(WORD, from + i);
      b += text.get(WORD, from + i + 8);
      c += text.get(WORD, from + i + 16);
      d += text.get(WORD, from + i + 24);
    }
    long sum = a + b + c + d;
    for (; i < length; i++) {
      sum += (long) (text.get(JAVA_BYTE, from + i) & 0xff) << (i % Long.BYTES * Byte.SIZE);
    }
    return sum;
  }
}
