package io.github.mmap4j.internal.bytes;

/**
 * Holds one bit for each position in a span. A bit is set if its position is a candidate. The
 * lowest bit of each byte represents the first of the byte's eight positions. Only one thread at a
 * time may use a mask.
 */
final class CandidateMask {
  final byte[] bytes = new byte[Kernel.SPAN / Byte.SIZE];

  /** The scratch space of the scalar kernel: one word for every eight positions. */
  final long[] words = new long[Kernel.SPAN / Long.BYTES];

  /** Returns the bits of a block; the lowest bit represents the block's first position. */
  long block(int block) {
    return (long) Swar.IN_BYTES.get(bytes, block * Long.BYTES);
  }
}
