package io.github.mmap4j.spark;

import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The bytes of a line in an array.
 *
 * @param offset the offset of the line in its file
 * @param bytes the bytes of the line, and nothing else
 */
record ArrayLine(long offset, byte[] bytes) implements LineBytes {
  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public boolean contains(Finder finder) {
    return finder.find(MemorySegment.ofArray(bytes)) >= 0;
  }

  @Override
  public boolean hasAt(long index, byte[] expected) {
    int from = (int) index;
    return index >= 0
        && expected.length <= bytes.length - index
        && Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
  }

  @Override
  public int compareTo(byte[] other) {
    return Arrays.compareUnsigned(bytes, other);
  }

  @Override
  public boolean contains(BytePattern pattern) {
    return pattern.find(MemorySegment.ofArray(bytes)).isPresent();
  }
}
