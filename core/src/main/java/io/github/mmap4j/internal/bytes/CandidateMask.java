package io.github.mmap4j.internal.bytes;

/**
 * Holds a bit for each position of a span, set for the candidates. The lowest bit of a byte is the
 * first position. For one thread at a time.
 */
final class CandidateMask {
  final byte[] bytes = new byte[Kernel.SPAN / Byte.SIZE];

  /** Scratch space of the scalar kernel. */
  private long[] words = {};

  /** Returns the bits of a block; the lowest bit is the first position. */
  long block(int block) {
    return (long) Swar.IN_BYTES.get(bytes, block * Long.BYTES);
  }

  void setBlock(int block, long bits) {
    Swar.IN_BYTES.set(bytes, block * Long.BYTES, bits);
  }

  /** Returns scratch space: one word for every eight positions. */
  long[] words() {
    if (words.length == 0) {
      words = new long[Kernel.SPAN / Long.BYTES];
    }
    return words;
  }
}
