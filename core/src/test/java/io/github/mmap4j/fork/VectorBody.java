package io.github.mmap4j.fork;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Code with vectors, in a class of its own that is loaded only where vectors are available. */
final class VectorBody {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

  private VectorBody() {}

  static long sum(MemorySegment s, int from, int to) {
    long sum = 0;
    ByteVector ones = ByteVector.broadcast(SPECIES, (byte) 1);
    for (long at = from; at <= to - SPECIES.length(); at += SPECIES.length()) {
      ByteVector bytes = ByteVector.fromMemorySegment(SPECIES, s, at, ByteOrder.nativeOrder());
      sum += bytes.reduceLanes(VectorOperators.ADD);
      sum += bytes.compare(VectorOperators.EQ, (byte) 0).trueCount() * 1000L;
      sum += bytes.lanewise(VectorOperators.XOR, ones).reduceLanes(VectorOperators.XOR);
    }
    return sum;
  }
}
