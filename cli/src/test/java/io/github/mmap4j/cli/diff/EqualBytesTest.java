package io.github.mmap4j.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualBytesTest {
  private static void check(byte[] a, byte[] b, int from, int to, String what) {
    int expected = from;
    while (expected < to && a[expected] != b[expected]) {
      expected++;
    }
    assertEquals(expected, EqualBytes.first(a, b, from, to), what + ": " + from + " to " + to);
  }

  @Test
  void oneEqualByteIsFoundAnywhere() {
    byte[] a = new byte[200];
    for (int at = 0; at < a.length; at++) {
      byte[] b = new byte[a.length];
      Arrays.fill(b, (byte) (at % 2 == 0 ? 1 : 0xff));
      b[at] = 0;
      check(a, b, at % 20, a.length - at % 7, "the same at " + at);
    }
  }

  @Test
  void anyRangeAgreesWithAPlainLoop() {
    long seed = System.nanoTime();
    System.out.println("BytesTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] a = new byte[random.nextInt(50)];
      byte[] b = new byte[a.length];
      int few = 1 + random.nextInt(4);
      for (int i = 0; i < a.length; i++) {
        a[i] = (byte) random.nextInt(few);
        b[i] = (byte) random.nextInt(few);
      }
      int to = random.nextInt(a.length + 1);
      int from = random.nextInt(to + 1);
      check(a, b, from, to, "seed " + seed + ", round " + round);
    }
  }
}
