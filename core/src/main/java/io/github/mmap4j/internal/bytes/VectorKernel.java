package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many bytes at a time as the processor's vectors hold, through the incubating module. Loaded
 * only where that module is.
 */
final class VectorKernel implements Kernel {
  /** Not longer than a block, whatever the processor has. */
  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() > BLOCK
          ? ByteVector.SPECIES_512
          : ByteVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  @Override
  public void mark(MemorySegment text, long p, RareBytes probe, CandidateMask marks) {
    MemorySegment x = text.asSlice(p + probe.at(), SPAN);
    if (probe.count() == 1) {
      mark1(x, probe.first(), marks);
      return;
    }
    MemorySegment y = text.asSlice(p + probe.secondAt(), SPAN);
    if (probe.count() == 2) {
      mark2(x, probe.first(), y, probe.second(), marks);
      return;
    }
    MemorySegment z = text.asSlice(p + probe.thirdAt(), SPAN);
    mark3(x, probe.first(), y, probe.second(), z, probe.third(), marks);
  }

  private static ByteVector load(MemorySegment bytes, long i) {
    return ByteVector.fromMemorySegment(SPECIES, bytes, i, ByteOrder.LITTLE_ENDIAN);
  }

  /** Zero in each lane that holds {@code value}. */
  private static ByteVector differing(MemorySegment bytes, long i, byte value) {
    return load(bytes, i).lanewise(VectorOperators.XOR, value);
  }

  private static void mark1(MemorySegment x, byte first, CandidateMask marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        mask |= load(x, block * BLOCK + i).eq(first).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }

  private static void mark2(
      MemorySegment x, byte first, MemorySegment y, byte second, CandidateMask marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v = differing(x, at, first).or(differing(y, at, second));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }

  private static void mark3(
      MemorySegment x,
      byte first,
      MemorySegment y,
      byte second,
      MemorySegment z,
      byte third,
      CandidateMask marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v =
            differing(x, at, first).or(differing(y, at, second)).or(differing(z, at, third));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }
}
