package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Naive;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Compares searches by the vector kernel with naive ones. The argument is the width of a vector.
 */
final class VectorWidthProgram {
  private static final int ROUNDS = 300;

  private VectorWidthProgram() {}

  public static void main(String[] arguments) {
    int width = Integer.parseInt(arguments[0]);
    assertEquals(width > RareBytes.SPREAD, Kernels.hasVectors());
    if (!Kernels.hasVectors()) {
      return;
    }
    assertTrue(Kernels.VECTOR.block() <= width);
    long seed = System.nanoTime();
    System.out.println("VectorWidthProgram: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] text = bytes(random, 1 + random.nextInt(3_000));
      byte[] needle = bytes(random, 1 + random.nextInt(Math.min(20, text.length)));
      int from = random.nextInt(text.length);
      if (from + needle.length <= text.length) {
        compare(text, needle, from);
      }
    }
  }

  /** Makes bytes of two values, and sometimes a rarer one, so that needles are often found. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(50) == 0 ? 'q' : "et".charAt(random.nextInt(2)));
    }
    return bytes;
  }

  private static void compare(byte[] bytes, byte[] sought, int from) {
    int to = bytes.length;
    Needle needle = new Needle(sought);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(to).copyFrom(MemorySegment.ofArray(bytes));
      assertEquals(
          Naive.first(bytes, sought, from, to),
          PrefilteredSearch.findFar(Direction.FORWARD, Kernels.VECTOR, text, needle, from, to));
      assertEquals(
          Naive.last(bytes, sought, from, to),
          PrefilteredSearch.findFar(Direction.BACKWARD, Kernels.VECTOR, text, needle, from, to));
      assertEquals(
          Naive.count(bytes, sought, from, to),
          sought.length == 1
              ? PrefilteredSearch.countByte(Kernels.VECTOR, text, sought[0], from, to)
              : PrefilteredSearch.count(Kernels.VECTOR, text, needle, from, to).occurrences());
    }
  }
}
