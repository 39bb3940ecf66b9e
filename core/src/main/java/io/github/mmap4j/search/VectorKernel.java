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

  /** Bytes that the places of a probe may be apart for one copy to hold all. */
  private static final int NEAR = SPAN / 2;

  @Override
  public void mark(MemorySegment text, long p, Probe probe, Marks marks) {
    int least = Math.min(probe.at(), Math.min(probe.secondAt(), probe.thirdAt()));
    int apart = Math.max(probe.at(), Math.max(probe.secondAt(), probe.thirdAt())) - least;
    if (apart <= NEAR) {
      byte[] copy = marks.copies(NEAR + SPAN);
      MemorySegment.copy(text, JAVA_BYTE, p + least, copy, 0, SPAN + apart);
      mark(
          copy,
          probe,
          probe.at() - least,
          probe.secondAt() - least,
          probe.thirdAt() - least,
          marks);
      return;
    }
    byte[] copies = marks.copies(3 * SPAN);
    MemorySegment.copy(text, JAVA_BYTE, p + probe.at(), copies, 0, SPAN);
    MemorySegment.copy(text, JAVA_BYTE, p + probe.secondAt(), copies, SPAN, SPAN);
    if (probe.count() > 2) {
      MemorySegment.copy(text, JAVA_BYTE, p + probe.thirdAt(), copies, 2 * SPAN, SPAN);
    }
    mark(copies, probe, 0, SPAN, 2 * SPAN, marks);
  }

  private static void mark(byte[] copies, Probe probe, int x, int y, int z, Marks marks) {
    switch (probe.count()) {
      case 1 -> mark1(copies, x, probe.first(), marks);
      case 2 -> mark2(copies, x, probe.first(), y, probe.second(), marks);
      default -> mark3(copies, x, probe.first(), y, probe.second(), z, probe.third(), marks);
    }
  }

  /** Zero in each lane that holds {@code value}. */
  private static ByteVector differing(byte[] copies, int i, byte value) {
    return ByteVector.fromArray(SPECIES, copies, i).lanewise(VectorOperators.XOR, value);
  }

  private static void mark1(byte[] copies, int x, byte first, Marks marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        mask |= ByteVector.fromArray(SPECIES, copies, x + at).eq(first).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }

  private static void mark2(byte[] copies, int x, byte first, int y, byte second, Marks marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v = differing(copies, x + at, first).or(differing(copies, y + at, second));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }

  private static void mark3(
      byte[] copies, int x, byte first, int y, byte second, int z, byte third, Marks marks) {
    for (int block = 0; block < BLOCKS; block++) {
      long mask = 0;
      for (int i = 0; i < BLOCK; i += LENGTH) {
        int at = block * BLOCK + i;
        ByteVector v =
            differing(copies, x + at, first)
                .or(differing(copies, y + at, second))
                .or(differing(copies, z + at, third));
        mask |= v.eq((byte) 0).toLong() << i;
      }
      marks.mask(block, mask);
    }
  }
}
