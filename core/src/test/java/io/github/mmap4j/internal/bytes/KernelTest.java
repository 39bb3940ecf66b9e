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
  void theVectorKernelIsThereIfItsModuleIs() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      assertNotNull(Kernels.VECTOR);
      assertTrue(Finder.usesVectors());
    } else {
      assertNull(Kernels.VECTOR);
      assertFalse(Finder.usesVectors());
    }
  }

  @Test
  void theMaskOfABlockHasABitForEachCandidate() {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      RareBytes rareBytes = rareBytes();
      int p = random.nextInt(70);
      byte[] text = text(p + Kernel.BLOCK - 1 + furthest(rareBytes) + 1);
      long expected = 0;
      for (int i = 0; i < Kernel.BLOCK; i++) {
        expected |= isCandidate(text, p + i, rareBytes) ? 1L << i : 0;
      }
      assertEquals(
          expected,
          ScalarKernel.mask(segment(text), p, Kernel.BLOCK, rareBytes),
          () -> "seed " + seed);
    }
  }

  @Test
  void aSpanWithACandidateIsNeverSkipped() {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      RareBytes rareBytes = rareBytes();
      int p = random.nextInt(70);
      byte[] text = new byte[p + Kernel.SPAN - 1 + furthest(rareBytes) + 1];
      int lies = random.nextInt(text.length);
      // One rare byte anywhere, and all of them at one place, which may be outside the span.
      text[random.nextInt(text.length)] = rareBytes.first();
      place(text, lies, rareBytes);
      boolean expected = false;
      for (int i = 0; i < Kernel.SPAN; i++) {
        expected |= isCandidate(text, p + i, rareBytes);
      }
      boolean any = ScalarKernel.any(segment(text), p, rareBytes);
      assertTrue(any || !expected, () -> "seed " + seed);
      assertTrue(expected || !any || rareBytes.count() > 1, () -> "seed " + seed);
    }
  }

  @Test
  void aSpanWithoutOneOfTheBytesHasNoCandidate() {
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
  void theMaskOfASpanHasABitForEachCandidate(Kernel kernel) {
    System.out.println("KernelTest: seed " + seed);
    CandidateMask mask = new CandidateMask();
    for (int round = 0; round < ROUNDS / 10; round++) {
      RareBytes rareBytes = rareBytes();
      int p = random.nextInt(70);
      byte[] text = text(p + Kernel.SPAN - 1 + furthest(rareBytes) + 1);
      long[] expected = new long[Kernel.SPAN / Kernel.BLOCK];
      for (int i = 0; i < Kernel.SPAN; i++) {
        expected[i / Kernel.BLOCK] |= isCandidate(text, p + i, rareBytes) ? 1L << i : 0;
      }
      kernel.mark(segment(text), p, rareBytes, mask);
      for (int block = 0; block < Kernel.BLOCKS; block++) {
        assertEquals(expected[block], mask.block(block), () -> "seed " + seed);
      }
    }
  }

  @Test
  void aSpanOfOnlyOneByteIsCounted() {
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

  /** Makes bytes that differ in one bit or the highest, which word arithmetic could confuse. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (random.nextInt(4) * 0x7f + random.nextInt(2));
    }
    return text;
  }

  private RareBytes rareBytes() {
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

  private static int furthest(RareBytes rareBytes) {
    return Math.max(rareBytes.at(), Math.max(rareBytes.secondAt(), rareBytes.thirdAt()));
  }

  private static boolean isCandidate(byte[] text, int p, RareBytes rareBytes) {
    return text[p + rareBytes.at()] == rareBytes.first()
        && text[p + rareBytes.secondAt()] == rareBytes.second()
        && text[p + rareBytes.thirdAt()] == rareBytes.third();
  }

  private static void place(byte[] text, int p, RareBytes rareBytes) {
    if (p + furthest(rareBytes) < text.length) {
      text[p + rareBytes.at()] = rareBytes.first();
      text[p + rareBytes.secondAt()] = rareBytes.second();
      text[p + rareBytes.thirdAt()] = rareBytes.third();
    }
  }

  /** Copies to native memory of exactly this length, so that reading on would throw. */
  private static MemorySegment segment(byte[] text) {
    return Arena.ofAuto().allocate(text.length, Long.BYTES).copyFrom(MemorySegment.ofArray(text));
  }
}
