package io.github.mmap4j.internal.bytes;

/**
 * What a kernel has marked in a span: a bit for each position, the lowest of each byte for the
 * first. For one thread at a time.
 */
final class CandidateMask {
  final byte[] bits = new byte[Kernel.SPAN / Byte.SIZE];

  /** Where the span is worked on. */
  private long[] words = {};

  /** The bits of a block: the lowest is its first position's. */
  long mask(int block) {
    return (long) Swar.IN_BYTES.get(bits, block * Long.BYTES);
  }

  void mask(int block, long mask) {
    Swar.IN_BYTES.set(bits, block * Long.BYTES, mask);
  }

  /** Room for a word for each eight positions. */
  long[] words() {
    if (words.length == 0) {
      words = new long[Kernel.SPAN / Long.BYTES];
    }
    return words;
  }
}
