package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many bytes at a time as the processor's vectors hold, through the incubating module. Loaded
 * only where that module is.
 *
 * <p>Vectors are loaded from a copy of the span on the heap, never from the text. HotSpot throws an
 * error for a fault of mapped memory only where the compiled code holds a plain access to such
 * memory too, and of what C2 compiles for a vector load, a part may be compiled, and called, alone:
 * then a truncated file would end the process. The copy is made by the virtual machine, which
 * survives it, and stays in the nearest cache.
 */
final class VectorKernel implements Kernel {
  /** Not longer than a block, whatever the processor has. */
  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() > BLOCK
          ? ByteVector.SPECIES_512
          : ByteVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  @Override
  public void mark(MemorySegment text, long p, Probe probe, Marks marks) {
    byte[] copies = marks.copies(probe.count() * SPAN);
    MemorySegment.copy(text, JAVA_BYTE, p + probe.at(), copies, 0, SPAN);
    if (probe.count() == 1) {
      mark1(copies, probe.first(), marks.masks);
      return;
    }
    MemorySegment.copy(text, JAVA_BYTE, p + probe.secondAt(), copies, SPAN, SPAN);
    if (probe.count() == 2) {
      mark2(copies, probe.first(), probe.second(), marks.masks);
      return;
    }
    MemorySegment.copy(text, JAVA_BYTE, p + probe.thirdAt(), copies, 2 * SPAN, SPAN);
    mark3(copies, probe.first(), probe.second(), probe.third(), marks.masks);
  }

  /** Zero in each lane that holds {@code value}. */
  private static ByteVector differing(byte[] copies, int i, byte value) {
    return ByteVector.fromArray(SPECIES, copies, i).lanewise(VectorOperators.XOR, value);
  }

  private static void mark1(byte[] copies, byte x, long[] masks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        mask |= ByteVector.fromArray(SPECIES, copies, at).eq(x).toLong() << i;
      }
      masks[block] = mask;
    }
  }

  private static void mark2(byte[] copies, byte x, byte y, long[] masks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v = differing(copies, at, x).or(differing(copies, SPAN + at, y));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      masks[block] = mask;
    }
  }

  private static void mark3(byte[] copies, byte x, byte y, byte z, long[] masks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v =
            differing(copies, at, x)
                .or(differing(copies, SPAN + at, y))
                .or(differing(copies, 2 * SPAN + at, z));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      masks[block] = mask;
    }
  }
}
