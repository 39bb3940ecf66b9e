package io.github.mmap4j.search;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * A line of a text: where it is, not its bytes. They are read when they are asked for.
 *
 * @param text the whole text
 * @param offset where in {@code text} the line begins, in bytes
 * @param length its bytes, without what ends it
 */
public record Line(MemorySegment text, long offset, long length) {
  /**
   * A line.
   *
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public Line {
    Objects.checkFromIndexSize(offset, length, text.byteSize());
  }

  /** {@return the line's memory itself, no copy} */
  public MemorySegment segment() {
    return text.asSlice(offset, length);
  }

  /**
   * {@return a copy of the line's bytes}
   *
   * @throws IllegalStateException if they are more than an array can hold, or the memory has been
   *     given back
   */
  public byte[] bytes() {
    return FaultGuard.copy(text, offset, length);
  }

  /**
   * {@return the line as characters}
   *
   * @param charset what its bytes are to be read as; what is malformed is replaced
   * @throws IllegalStateException as {@link #bytes} does
   */
  public String toString(Charset charset) {
    return new String(bytes(), charset);
  }
}
