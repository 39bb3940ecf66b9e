package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compares as many bytes at a time as the processor's vectors hold, using the incubating vector
 * module. This class is loaded only if the vector module is present.
 */
final class VectorKernel implements Kernel {
  /** The preferred vector species, limited to vectors of at most one block. */
  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() > BLOCK
          ? ByteVector.SPECIES_512
          : ByteVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  /** The number of positions in a unit. */
  private static final int UNIT = 4 * LENGTH;

  /**
   * Returns whether vectors are long enough for this kernel. Vectors have only eight bytes if the
   * virtual machine cannot use the processor's vector instructions.
   */
  static boolean isUsable() {
    return LENGTH > RareBytes.SPREAD;
  }

  @Override
  public int block() {
    return LENGTH;
  }

  @Override
  public void scan(MemorySegment text, long p, int units, RareBytes rareBytes, CandidateRun run) {
    byte a = rareBytes.first();
    byte b = rareBytes.second();
    byte c = rareBytes.third();
    int at = rareBytes.at();
    int bt = rareBytes.secondAt();
    int ct = rareBytes.thirdAt();
    int lastAt = rareBytes.lastAt();
    MemorySegment bytes = text.asSlice(p + lastAt, (long) units * UNIT);
    if (rareBytes.count() == 1) {
      scan1(bytes, units, a, run);
    } else if (rareBytes.count() == 2) {
      if (at < bt) {
        scan2(bytes, units, a, equal(text, p + at, a), bt - at, b, run);
      } else {
        scan2(bytes, units, b, equal(text, p + bt, b), at - bt, a, run);
      }
    } else {
      long equalA = equal(text, p + at, a);
      long equalB = equal(text, p + bt, b);
      long equalC = equal(text, p + ct, c);
      if (lastAt == ct) {
        scan3(bytes, units, a, equalA, ct - at, b, equalB, ct - bt, c, run);
      } else if (lastAt == bt) {
        scan3(bytes, units, a, equalA, bt - at, c, equalC, bt - ct, b, run);
      } else {
        scan3(bytes, units, b, equalB, at - bt, c, equalC, at - ct, a, run);
      }
    }
  }

  private static ByteVector load(MemorySegment bytes, long i) {
    return ByteVector.fromMemorySegment(SPECIES, bytes, i, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns a word with one bit for each lane. A bit is set if the byte in its lane equals {@code
   * value}.
   */
  private static long equal(MemorySegment bytes, long i, byte value) {
    return load(bytes, i).eq(value).toLong();
  }

  private static void scan1(MemorySegment bytes, int units, byte value, CandidateRun run) {
    char[] found = run.units;
    long[] blocks = run.blocks;
    int count = 0;
    for (int unit = 0; unit < units; unit++) {
      int i = unit * UNIT;
      long bits0 = equal(bytes, i, value);
      long bits1 = equal(bytes, i + LENGTH, value);
      long bits2 = equal(bytes, i + 2 * LENGTH, value);
      long bits3 = equal(bytes, i + 3 * LENGTH, value);
      count = CandidateRun.put(found, blocks, count, unit, bits0, bits1, bits2, bits3);
    }
    run.count = count;
  }

  private static void scan2(
      MemorySegment bytes,
      int units,
      byte value,
      long equal,
      int shift,
      byte last,
      CandidateRun run) {
    char[] found = run.units;
    long[] blocks = run.blocks;
    int count = 0;
    long before = equal << LENGTH - shift;
    for (int unit = 0; unit < units; unit++) {
      int i = unit * UNIT;
      ByteVector v0 = load(bytes, i);
      ByteVector v1 = load(bytes, i + LENGTH);
      ByteVector v2 = load(bytes, i + 2 * LENGTH);
      ByteVector v3 = load(bytes, i + 3 * LENGTH);
      long a0 = v0.eq(value).toLong();
      long a1 = v1.eq(value).toLong();
      long a2 = v2.eq(value).toLong();
      long a3 = v3.eq(value).toLong();
      long bits0 = shifted(before, a0, shift) & v0.eq(last).toLong();
      long bits1 = shifted(a0, a1, shift) & v1.eq(last).toLong();
      long bits2 = shifted(a1, a2, shift) & v2.eq(last).toLong();
      long bits3 = shifted(a2, a3, shift) & v3.eq(last).toLong();
      before = a3;
      count = CandidateRun.put(found, blocks, count, unit, bits0, bits1, bits2, bits3);
    }
    run.count = count;
  }

  private static long shifted(long before, long bits, int shift) {
    return bits << shift | before >>> LENGTH - shift;
  }

  private static void scan3(
      MemorySegment bytes,
      int units,
      byte a,
      long equalA,
      int shiftA,
      byte b,
      long equalB,
      int shiftB,
      byte last,
      CandidateRun run) {
    char[] found = run.units;
    long[] blocks = run.blocks;
    int count = 0;
    long beforeA = equalA << LENGTH - shiftA;
    long beforeB = equalB << LENGTH - shiftB;
    for (int unit = 0; unit < units; unit++) {
      int i = unit * UNIT;
      ByteVector v0 = load(bytes, i);
      ByteVector v1 = load(bytes, i + LENGTH);
      ByteVector v2 = load(bytes, i + 2 * LENGTH);
      ByteVector v3 = load(bytes, i + 3 * LENGTH);
      long a0 = v0.eq(a).toLong();
      long a1 = v1.eq(a).toLong();
      long a2 = v2.eq(a).toLong();
      long a3 = v3.eq(a).toLong();
      long b0 = v0.eq(b).toLong();
      long b1 = v1.eq(b).toLong();
      long b2 = v2.eq(b).toLong();
      long b3 = v3.eq(b).toLong();
      long bits0 =
          shifted(beforeA, a0, shiftA) & shifted(beforeB, b0, shiftB) & v0.eq(last).toLong();
      long bits1 = shifted(a0, a1, shiftA) & shifted(b0, b1, shiftB) & v1.eq(last).toLong();
      long bits2 = shifted(a1, a2, shiftA) & shifted(b1, b2, shiftB) & v2.eq(last).toLong();
      long bits3 = shifted(a2, a3, shiftA) & shifted(b2, b3, shiftB) & v3.eq(last).toLong();
      beforeA = a3;
      beforeB = b3;
      count = CandidateRun.put(found, blocks, count, unit, bits0, bits1, bits2, bits3);
    }
    run.count = count;
  }
}
