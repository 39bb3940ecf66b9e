package io.github.mmap4j.search;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * A line of a text, given by its position. Its bytes are read on demand.
 *
 * @param text the whole text
 * @param offset the start of the line in {@code text}, in bytes
 * @param length the number of bytes in the line, without its line terminator
 */
public record Line(MemorySegment text, long offset, long length) {
  /**
   * Creates a line.
   *
   * @throws IndexOutOfBoundsException if the line is not within {@code text}
   */
  public Line {
    Objects.checkFromIndexSize(offset, length, text.byteSize());
  }

  /** {@return the line's memory itself, not a copy} */
  public MemorySegment segment() {
    return text.asSlice(offset, length);
  }

  /**
   * {@return a copy of the line's bytes}
   *
   * @throws IllegalStateException if the bytes do not fit in an array, or if the memory has been
   *     closed
   */
  public byte[] bytes() {
    return FaultGuard.copy(text, offset, length);
  }

  /**
   * {@return the line as characters}
   *
   * @param charset the charset that decodes the bytes; malformed bytes are replaced
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  public String toString(Charset charset) {
    return new String(bytes(), charset);
  }
}
