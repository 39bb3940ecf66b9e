package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** A view of bytes as characters, one per byte, which java.util.regex can search without a copy. */
record SegmentChars(MemorySegment text) implements CharSequence {
  @Override
  public int length() {
    return Math.toIntExact(text.byteSize());
  }

  @Override
  public char charAt(int index) {
    return (char) (text.get(JAVA_BYTE, index) & 0xff);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new SegmentChars(text.asSlice(start, (long) end - start));
  }

  @Override
  public String toString() {
    return new StringBuilder(this).toString();
  }
}
