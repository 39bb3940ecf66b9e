package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compares as many bytes at a time as the processor's vectors hold, by means of the incubating
 * vector module. The class is loaded only if that module is present.
 */
final class VectorKernel implements Kernel {
  /**
   * The preferred vector species, or, if its vectors are longer than a block, the species of
   * exactly one block.
   */
  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() > BLOCK
          ? ByteVector.SPECIES_512
          : ByteVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  @Override
  public void mark(MemorySegment text, long p, RareBytes rareBytes, CandidateMask mask) {
    MemorySegment x = text.asSlice(p + rareBytes.at(), SPAN);
    if (rareBytes.count() == 1) {
      mark1(x, rareBytes.first(), mask);
      return;
    }
    MemorySegment y = text.asSlice(p + rareBytes.secondAt(), SPAN);
    if (rareBytes.count() == 2) {
      mark2(x, rareBytes.first(), y, rareBytes.second(), mask);
      return;
    }
    MemorySegment z = text.asSlice(p + rareBytes.thirdAt(), SPAN);
    mark3(x, rareBytes.first(), y, rareBytes.second(), z, rareBytes.third(), mask);
  }

  private static ByteVector load(MemorySegment bytes, long i) {
    return ByteVector.fromMemorySegment(SPECIES, bytes, i, ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a vector with zero in exactly those lanes that hold {@code value}. */
  private static ByteVector differing(MemorySegment bytes, long i, byte value) {
    return load(bytes, i).lanewise(VectorOperators.XOR, value);
  }

  private static void mark1(MemorySegment x, byte first, CandidateMask mask) {
    for (int block = 0; block < BLOCKS; block++) {
      long bits = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        bits |= load(x, block * BLOCK + i).eq(first).toLong() << i;
      }
      mask.setBlock(block, bits);
    }
  }

  private static void mark2(
      MemorySegment x, byte first, MemorySegment y, byte second, CandidateMask mask) {
    for (int block = 0; block < BLOCKS; block++) {
      long bits = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v = differing(x, at, first).or(differing(y, at, second));
        bits |= v.eq((byte) 0).toLong() << i;
      }
      mask.setBlock(block, bits);
    }
  }

  private static void mark3(
      MemorySegment x,
      byte first,
      MemorySegment y,
      byte second,
      MemorySegment z,
      byte third,
      CandidateMask mask) {
    for (int block = 0; block < BLOCKS; block++) {
      long bits = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v =
            differing(x, at, first).or(differing(y, at, second)).or(differing(z, at, third));
        bits |= v.eq((byte) 0).toLong() << i;
      }
      mask.setBlock(block, bits);
    }
  }
}
