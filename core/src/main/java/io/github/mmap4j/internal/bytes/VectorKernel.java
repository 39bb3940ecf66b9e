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
      long positions = (long) units * UNIT;
      scan3(
          text.asSlice(p + at, positions),
          a,
          text.asSlice(p + bt, positions),
          b,
          text.asSlice(p + ct, positions),
          c,
          units,
          run);
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

  /**
   * Loads three vectors for each block. Two of them are not aligned, but shifting the bits of three
   * comparisons would take 1.5 times as long.
   */
  private static void scan3(
      MemorySegment bytesA,
      byte a,
      MemorySegment bytesB,
      byte b,
      MemorySegment bytesC,
      byte c,
      int units,
      CandidateRun run) {
    char[] found = run.units;
    long[] blocks = run.blocks;
    int count = 0;
    for (int unit = 0; unit < units; unit++) {
      int i = unit * UNIT;
      int i1 = i + LENGTH;
      int i2 = i + 2 * LENGTH;
      int i3 = i + 3 * LENGTH;
      long bits0 = equal3(load(bytesA, i), a, load(bytesB, i), b, load(bytesC, i), c);
      long bits1 = equal3(load(bytesA, i1), a, load(bytesB, i1), b, load(bytesC, i1), c);
      long bits2 = equal3(load(bytesA, i2), a, load(bytesB, i2), b, load(bytesC, i2), c);
      long bits3 = equal3(load(bytesA, i3), a, load(bytesB, i3), b, load(bytesC, i3), c);
      count = CandidateRun.put(found, blocks, count, unit, bits0, bits1, bits2, bits3);
    }
    run.count = count;
  }

  @Override
  public int count(MemorySegment text, long p, int units, byte value) {
    int size = units * UNIT;
    MemorySegment bytes = text.asSlice(p, size);
    int count = 0;
    for (int i = 0; i < size; i += UNIT) {
      count += countUnit(bytes, i, value);
    }
    return count;
  }

  /** Counts in one unit. C2 compiles a small method sooner than the loop that calls it. */
  private static int countUnit(MemorySegment bytes, int i, byte value) {
    return load(bytes, i).eq(value).trueCount()
        + load(bytes, i + LENGTH).eq(value).trueCount()
        + load(bytes, i + 2 * LENGTH).eq(value).trueCount()
        + load(bytes, i + 3 * LENGTH).eq(value).trueCount();
  }

  private static long equal3(ByteVector x, byte a, ByteVector y, byte b, ByteVector z, byte c) {
    return x.eq(a).and(y.eq(b)).and(z.eq(c)).toLong();
  }
}
