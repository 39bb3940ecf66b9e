package io.github.mmap4j.cli.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A window on a stream has the right bytes, whether it is on the heap or in a file. */
class StreamBytesTest {
  private static final int LONG = 40 << 20;

  /** Returns the byte at an offset of the stream, which differs between nearby offsets. */
  private static byte at(long offset) {
    return (byte) (offset * 31 + (offset >> 8));
  }

  private static InputStream stream(int length, Random random) {
    return new InputStream() {
      private int next;

      @Override
      public int read() {
        throw new AssertionError("single bytes are slow");
      }

      @Override
      public int read(byte[] bytes, int from, int most) {
        int count = Math.min(length - next, 1 + random.nextInt(most));
        for (int i = 0; i < count; i++) {
          bytes[from + i] = at(next + i);
        }
        next += count;
        return count == 0 ? -1 : count;
      }
    };
  }

  private static void check(StreamBytes bytes, long start, long end, Random random) {
    MemorySegment window = bytes.segment();
    assertEquals(start, bytes.start());
    assertEquals(end, start + window.byteSize());
    for (int i = 0; i < 100 && start < end; i++) {
      long offset = i == 0 ? start : i == 1 ? end - 1 : random.nextLong(start, end);
      assertEquals(at(offset), window.get(JAVA_BYTE, offset - start), "offset " + offset);
    }
  }

  @Test
  void aWindowMovesToAFileAndBack() throws Exception {
    long seed = System.nanoTime();
    System.out.println("StreamBytesTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) {
      try (StreamBytes bytes = new StreamBytes(stream(LONG, random))) {
        long start = 0;
        long end = 0;
        boolean more = true;
        while (more) {
          more = bytes.read();
          end = bytes.start() + bytes.segment().byteSize();
          check(bytes, start, end, random);
          if (random.nextInt(end - start > 16 << 20 ? 2 : 12) == 0) {
            long count = random.nextLong(end - start + 1);
            bytes.drop(count);
            start += count;
            check(bytes, start, end, random);
          }
        }
        assertEquals(LONG, end);
        assertFalse(bytes.read());
      }
    }
  }

  @Test
  void aLongWindowKeepsWhatWasNotDropped() throws Exception {
    Random random = new Random(1);
    try (StreamBytes bytes = new StreamBytes(stream(LONG, random))) {
      while (bytes.read()) {}
      check(bytes, 0, LONG, random);
      long start = 0;
      for (int count : new int[] {1, LONG / 2, LONG / 8, LONG / 4, 1}) {
        bytes.drop(count);
        start += count;
        check(bytes, start, LONG, random);
      }
    }
  }
}
