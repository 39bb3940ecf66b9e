package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A measure of how fast memory can be read at all. It sums the memory with vectors and does nothing
 * else. The class is loaded only where the module jdk.incubator.vector is present.
 */
final class ReadLimit {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int LENGTH = SPECIES.vectorByteSize();
  private static final int STEP = 4 * LENGTH;

  /** The distance in bytes between two scalar accesses, as in the search kernels. */
  private static final int PAGE = 4096;

  /**
   * The number of bytes that one call to {@code part} sums. The JIT compiles that method as a
   * whole.
   */
  private static final int PART = 1 << 20;

  private ReadLimit() {}

  /**
   * {@return the sum of the 8-byte numbers in {@code [from, to)}, whose length is a multiple of 1
   * MiB}
   */
  static long sum(MemorySegment text, long from, long to) {
    long sum = 0;
    for (long at = from; at < to; at += PART) {
      sum += part(text, at);
    }
    return sum;
  }

  private static long part(MemorySegment text, long from) {
    LongVector a = LongVector.zero(SPECIES);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    long sum = 0;
    for (int page = 0; page < PART; page += PAGE) {
      sum += text.get(JAVA_BYTE, from + page) & 0L;
      for (int i = 0; i < PAGE; i += STEP) {
        long at = from + page + i;
        a = a.add(load(text, at));
        b = b.add(load(text, at + LENGTH));
        c = c.add(load(text, at + 2 * LENGTH));
        d = d.add(load(text, at + 3 * LENGTH));
      }
    }
    return sum + a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }

  private static LongVector load(MemorySegment text, long at) {
    return LongVector.fromMemorySegment(SPECIES, text, at, ByteOrder.nativeOrder());
  }

  /** {@return the same sum for the whole text, computed one number at a time} */
  static long expected(MemorySegment text) {
    long sum = 0;
    for (long at = 0; at < text.byteSize(); at += Long.BYTES) {
      sum += text.get(JAVA_LONG_UNALIGNED, at);
    }
    return sum;
  }
}
