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
import java.util.BitSet;
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
      // One rare byte is anywhere, and all of them are at one place, which may be outside the span.
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
            segment(text), 0, new RareBytes(3, (byte) 'a', 0, (byte) 'a', 1, (byte) 'e', 2, true)));
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void aRunKeepsTheUnitsWithCandidatesAndHasABitForEach(Kernel kernel) {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      RareBytes rareBytes = rareBytes();
      int units = 1 + random.nextInt(40);
      int positions = units * kernel.unit();
      int p = random.nextInt(70);
      boolean dense = random.nextBoolean();
      int size = p + positions - 1 + furthest(rareBytes) + 1;
      byte[] text = dense ? text(size) : new byte[size];
      for (int i = 0; i < 5; i++) {
        place(text, random.nextInt(size), rareBytes);
      }
      CandidateRun run = new CandidateRun(units + random.nextInt(3));
      kernel.scan(segment(text), p, units, rareBytes, run);
      assertEquals(candidates(text, p, positions, rareBytes), candidates(run, kernel, p, -1));
      for (int i = 0; i < run.count; i++) {
        assertFalse(candidates(run, kernel, p, i).isEmpty(), () -> "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void clippingKeepsTheCandidatesOfARange(Kernel kernel) {
    byte[] text = new byte[kernel.unit()];
    for (int round = 0; round < ROUNDS / 10; round++) {
      CandidateRun run = new CandidateRun(1);
      kernel.scan(segment(text), 0, 1, RareBytes.of((byte) 0), run);
      int from = random.nextInt(kernel.unit());
      int to = from + random.nextInt(kernel.unit() - from) + 1;
      run.clip(kernel.block(), from, to);
      BitSet expected = new BitSet();
      expected.set(from, to);
      assertEquals(expected, candidates(run, kernel, 0, -1), () -> "seed " + seed);
    }
  }

  private static BitSet candidates(byte[] text, int p, int positions, RareBytes rareBytes) {
    BitSet candidates = new BitSet();
    for (int i = p; i < p + positions; i++) {
      candidates.set(i, isCandidate(text, i, rareBytes));
    }
    return candidates;
  }

  /** Returns the candidates of a run from {@code p} on, or only those of one kept unit. */
  private static BitSet candidates(CandidateRun run, Kernel kernel, int p, int only) {
    BitSet candidates = new BitSet();
    for (int i = 0; i < run.count * Kernel.BLOCKS; i++) {
      int unit = i / Kernel.BLOCKS;
      int base = p + run.units[unit] * kernel.unit() + i % Kernel.BLOCKS * kernel.block();
      for (int bit = 0; bit < Kernel.BLOCK; bit++) {
        if ((run.blocks[i] >>> bit & 1) != 0 && (only < 0 || only == unit)) {
          candidates.set(base + bit);
        }
      }
    }
    return candidates;
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void unitsOfOnlyOneByteAreCounted(Kernel kernel) {
    int units = 21;
    byte[] text = new byte[units * kernel.unit()];
    for (byte value : new byte[] {0, 1, 'x', (byte) 0x80, (byte) 0xff}) {
      Arrays.fill(text, value);
      assertEquals(text.length, kernel.count(segment(text), 0, units, value));
      assertEquals(0, kernel.count(segment(text), 0, units, (byte) (value + 1)));
      assertEquals(0, kernel.count(segment(text), 0, units, (byte) (value ^ 0x80)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void bytesOfUnitsAreCounted(Kernel kernel) {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte value = (byte) (random.nextInt(4) * 0x7f);
      int p = random.nextInt(70);
      int units = random.nextInt(20);
      int size = units * kernel.unit();
      byte[] text = text(p + size + random.nextInt(70));
      assertEquals(
          naiveCount(text, p, p + size, value),
          kernel.count(segment(text), p, units, value),
          () -> "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.mmap4j.internal.bytes.KernelsUnderTest#all")
  void bytesOfAnyRangeAreCounted(Kernel kernel) {
    System.out.println("KernelTest: seed " + seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte value = (byte) (random.nextInt(4) * 0x7f);
      byte[] text = text(random.nextInt(6_000));
      int from = random.nextInt(text.length + 1);
      int to = from + random.nextInt(text.length - from + 1);
      assertEquals(
          naiveCount(text, from, to, value),
          PrefilteredSearch.countByte(kernel, segment(text), value, from, to),
          () -> "seed " + seed);
    }
  }

  private static int naiveCount(byte[] text, int from, int to, byte value) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += text[i] == value ? 1 : 0;
    }
    return count;
  }

  /** Makes bytes that differ in one bit or the highest, which word arithmetic could confuse. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (random.nextInt(4) * 0x7f + random.nextInt(2));
    }
    return text;
  }

  /** Chooses bytes at different offsets, at most {@link RareBytes#SPREAD} apart. */
  private RareBytes rareBytes() {
    byte[] bytes = text(3);
    int low = random.nextInt(MOST_OFFSET);
    int[] at = random.ints(low, low + RareBytes.SPREAD + 1).distinct().limit(3).toArray();
    return switch (random.nextInt(3)) {
      case 0 -> new RareBytes(1, bytes[0], at[0], bytes[0], at[0], bytes[0], at[0], false);
      case 1 -> new RareBytes(2, bytes[0], at[0], bytes[1], at[1], bytes[1], at[1], false);
      default -> new RareBytes(3, bytes[0], at[0], bytes[1], at[1], bytes[2], at[2], true);
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
