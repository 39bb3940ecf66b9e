package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many bytes at a time as the processor's vectors hold, through the incubating module. Loaded
 * only where that module is.
 *
 * <p>Every method reads one byte of the segment by itself, inside the code that runs: without that
 * access HotSpot takes a fault in a vector load for the end of the process.
 */
final class VectorKernel implements Kernel {
  /** Not longer than a block, whatever the processor has. */
  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() > BLOCK
          ? ByteVector.SPECIES_512
          : ByteVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  /** Loads whose comparisons are united before one test: enough that the test costs little. */
  private static final int STEP = 4 * LENGTH;

  private static ByteVector load(MemorySegment text, long p) {
    return ByteVector.fromMemorySegment(SPECIES, text, p, ByteOrder.LITTLE_ENDIAN);
  }

  /** Zero in each lane that holds {@code value}. */
  private static ByteVector differing(MemorySegment text, long p, byte value) {
    return load(text, p).lanewise(VectorOperators.XOR, value);
  }

  private static ByteVector least(ByteVector a, ByteVector b, ByteVector c, ByteVector d) {
    return a.lanewise(VectorOperators.UMIN, b)
        .lanewise(VectorOperators.UMIN, c.lanewise(VectorOperators.UMIN, d));
  }

  private static boolean hasZero(ByteVector v) {
    return v.eq((byte) 0).anyTrue();
  }

  @Override
  public boolean any(MemorySegment text, long p, Probe probe) {
    return switch (probe.count()) {
      case 1 -> any1(text, p + probe.at(), probe.first());
      case 2 -> any2(text, p + probe.at(), probe.first(), p + probe.secondAt(), probe.second());
      default ->
          any3(
              text,
              p + probe.at(),
              probe.first(),
              p + probe.secondAt(),
              probe.second(),
              p + probe.thirdAt(),
              probe.third());
    };
  }

  private static boolean any1(MemorySegment text, long p, byte x) {
    if (text.get(JAVA_BYTE, p) == x) {
      return true;
    }
    for (int i = 0; i < SPAN; i += STEP) {
      long q = p + i;
      if (hasZero(
          least(
              differing(text, q, x),
              differing(text, q + LENGTH, x),
              differing(text, q + 2 * LENGTH, x),
              differing(text, q + 3 * LENGTH, x)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean any2(MemorySegment text, long p, byte x, long p2, byte x2) {
    if (text.get(JAVA_BYTE, p) == x && text.get(JAVA_BYTE, p2) == x2) {
      return true;
    }
    for (int i = 0; i < SPAN; i += STEP) {
      long q = p + i;
      long r = p2 + i;
      if (hasZero(
          least(
              differing(text, q, x).or(differing(text, r, x2)),
              differing(text, q + LENGTH, x).or(differing(text, r + LENGTH, x2)),
              differing(text, q + 2 * LENGTH, x).or(differing(text, r + 2 * LENGTH, x2)),
              differing(text, q + 3 * LENGTH, x).or(differing(text, r + 3 * LENGTH, x2))))) {
        return true;
      }
    }
    return false;
  }

  private static boolean any3(
      MemorySegment text, long p, byte x, long p2, byte x2, long p3, byte x3) {
    if (text.get(JAVA_BYTE, p) == x
        && text.get(JAVA_BYTE, p2) == x2
        && text.get(JAVA_BYTE, p3) == x3) {
      return true;
    }
    for (int i = 0; i < SPAN; i += 2 * LENGTH) {
      ByteVector a =
          differing(text, p + i, x).or(differing(text, p2 + i, x2)).or(differing(text, p3 + i, x3));
      ByteVector b =
          differing(text, p + i + LENGTH, x)
              .or(differing(text, p2 + i + LENGTH, x2))
              .or(differing(text, p3 + i + LENGTH, x3));
      if (hasZero(a.lanewise(VectorOperators.UMIN, b))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long mask(MemorySegment text, long p, Probe probe) {
    // The access that keeps the process alive; its value is needed for nothing.
    long mask = text.get(JAVA_BYTE, p + probe.at()) & 0L;
    for (int i = 0; i < BLOCK; i += LENGTH) {
      ByteVector v = differing(text, p + probe.at() + i, probe.first());
      if (probe.count() > 1) {
        v = v.or(differing(text, p + probe.secondAt() + i, probe.second()));
        if (probe.count() > 2) {
          v = v.or(differing(text, p + probe.thirdAt() + i, probe.third()));
        }
      }
      mask |= v.eq((byte) 0).toLong() << i;
    }
    return mask;
  }

  @Override
  public void masks(MemorySegment text, long p, Probe probe, long[] masks) {
    for (int i = 0; i < SPAN / BLOCK; i++) {
      masks[i] = mask(text, p + (long) i * BLOCK, probe);
    }
  }

  @Override
  public int countSpan(MemorySegment text, long p, byte value) {
    int count = text.get(JAVA_BYTE, p) & 0;
    for (int i = 0; i < SPAN; i += STEP) {
      long q = p + i;
      count +=
          load(text, q).eq(value).trueCount()
              + load(text, q + LENGTH).eq(value).trueCount()
              + load(text, q + 2 * LENGTH).eq(value).trueCount()
              + load(text, q + 3 * LENGTH).eq(value).trueCount();
    }
    return count;
  }
}
