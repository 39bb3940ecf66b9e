package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTest {
  private static final int MOST_OFFSET = 40;
  private static final int ROUNDS = 3_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void theVectorKernelIsThereWhereItsModuleIs() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      assertNotNull(Kernels.VECTOR);
      assertTrue(Finder.usesVectors());
    } else {
      assertNull(Kernels.VECTOR);
      assertFalse(Finder.usesVectors());
    }
  }

  @Test
  void aMaskHasABitForEachCandidate() {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      RareBytes probe = probe();
      int p = random.nextInt(70);
      byte[] text = text(p + Kernel.BLOCK - 1 + furthest(probe) + 1);
      long expected = 0;
      for (int i = 0; i < Kernel.BLOCK; i++) {
        expected |= isCandidate(text, p + i, probe) ? 1L << i : 0;
      }
      assertEquals(
          expected, ScalarKernel.mask(segment(text), p, Kernel.BLOCK, probe), () -> "seed " + seed);
    }
  }

  @Test
  void aSpanIsToldToHoldACandidateIfItDoes() {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      RareBytes probe = probe();
      int p = random.nextInt(70);
      byte[] text = new byte[p + Kernel.SPAN - 1 + furthest(probe) + 1];
      int lies = random.nextInt(text.length);
      // One of the probe's bytes anywhere, and all of them at one place, which may be outside the
      // span.
      text[random.nextInt(text.length)] = probe.first();
      place(text, lies, probe);
      boolean expected = false;
      for (int i = 0; i < Kernel.SPAN; i++) {
        expected |= isCandidate(text, p + i, probe);
      }
      boolean any = ScalarKernel.any(segment(text), p, probe);
      assertTrue(any || !expected, () -> "seed " + seed);
      assertTrue(expected || !any || probe.count() > 1, () -> "seed " + seed);
    }
  }

  @Test
  void aSpanWithoutOneOfTheBytesHoldsNoCandidate() {
    byte[] text = new byte[Kernel.SPAN + 2];
    Arrays.fill(text, (byte) 'a');
    assertFalse(ScalarKernel.any(segment(text), 0, RareBytes.of("ab".getBytes())));
    assertFalse(ScalarKernel.any(segment(text), 0, RareBytes.of("abE".getBytes())));
    assertFalse(
        ScalarKernel.any(
            segment(text), 0, new RareBytes(3, (byte) 'a', 0, (byte) 'a', 1, (byte) 'e', 2)));
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void masksAreThoseOfTheSpansBlocks(Kernel kernel) {
    System.out.println("KernelTest: seed " + seed);
    CandidateMask marks = new CandidateMask();
    for (int round = 0; round < ROUNDS / 10; round++) {
      RareBytes probe = probe();
      int p = random.nextInt(70);
      byte[] text = text(p + Kernel.SPAN - 1 + furthest(probe) + 1);
      long[] expected = new long[Kernel.SPAN / Kernel.BLOCK];
      for (int i = 0; i < Kernel.SPAN; i++) {
        expected[i / Kernel.BLOCK] |= isCandidate(text, p + i, probe) ? 1L << i : 0;
      }
      kernel.mark(segment(text), p, probe, marks);
      for (int block = 0; block < Kernel.BLOCKS; block++) {
        assertEquals(expected[block], marks.mask(block), () -> "seed " + seed);
      }
    }
  }

  @Test
  void aSpanOfNothingButCandidatesIsCountedRight() {
    byte[] text = new byte[Kernel.SPAN];
    for (byte value : new byte[] {0, 1, 'x', (byte) 0x80, (byte) 0xff}) {
      Arrays.fill(text, value);
      assertEquals(Kernel.SPAN, ScalarKernel.count(segment(text), 0, value));
      assertEquals(0, ScalarKernel.count(segment(text), 0, (byte) (value + 1)));
      assertEquals(0, ScalarKernel.count(segment(text), 0, (byte) (value ^ 0x80)));
    }
  }

  @Test
  void bytesAreCounted() {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte value = (byte) (random.nextInt(4) * 0x7f);
      int p = random.nextInt(70);
      byte[] text = text(p + Kernel.SPAN);
      int expected = 0;
      for (int i = 0; i < Kernel.SPAN; i++) {
        expected += text[p + i] == value ? 1 : 0;
      }
      assertEquals(expected, ScalarKernel.count(segment(text), p, value), () -> "seed " + seed);
    }
  }

  /** Bytes that differ in one bit, and in the highest: what arithmetic on words gets wrong. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (random.nextInt(4) * 0x7f + random.nextInt(2));
    }
    return text;
  }

  private RareBytes probe() {
    byte[] bytes = text(3);
    int a = random.nextInt(MOST_OFFSET);
    int b = random.nextInt(MOST_OFFSET);
    int c = random.nextInt(MOST_OFFSET);
    return switch (random.nextInt(3)) {
      case 0 -> new RareBytes(1, bytes[0], a, bytes[0], a, bytes[0], a);
      case 1 -> new RareBytes(2, bytes[0], a, bytes[1], b, bytes[1], b);
      default -> new RareBytes(3, bytes[0], a, bytes[1], b, bytes[2], c);
    };
  }

  private static int furthest(RareBytes probe) {
    return Math.max(probe.at(), Math.max(probe.secondAt(), probe.thirdAt()));
  }

  private static boolean isCandidate(byte[] text, int p, RareBytes probe) {
    return text[p + probe.at()] == probe.first()
        && text[p + probe.secondAt()] == probe.second()
        && text[p + probe.thirdAt()] == probe.third();
  }

  private static void place(byte[] text, int p, RareBytes probe) {
    if (p + furthest(probe) < text.length) {
      text[p + probe.at()] = probe.first();
      text[p + probe.secondAt()] = probe.second();
      text[p + probe.thirdAt()] = probe.third();
    }
  }

  /** Native memory, as a mapping is, and no byte longer than the text: reading on would throw. */
  private static MemorySegment segment(byte[] text) {
    return Arena.ofAuto().allocate(text.length, Long.BYTES).copyFrom(MemorySegment.ofArray(text));
  }
}
