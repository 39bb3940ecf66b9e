package io.github.mmap4j.search;

/**
 * What a kernel has marked in a span, and where it may copy the span to. For one thread at a time.
 */
final class Marks {
  final long[] masks = new long[Kernel.BLOCKS];

  private byte[] copies = {};

  /** Room for as many bytes as a span has for each byte of a probe. */
  byte[] copies(int bytes) {
    if (copies.length < bytes) {
      copies = new byte[bytes];
    }
    return copies;
  }
}
