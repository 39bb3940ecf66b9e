package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.internal.bytes.ArrayRange;
import io.github.mmap4j.internal.bytes.DecimalText;
import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;

/**
 * A line of a text, identified by its position. The bytes of the line are read on demand.
 *
 * {@snippet :
 * for (Line line : m.lines()) {
 *   if (line.startsWith("ERROR ".getBytes(UTF_8))) {
 *     System.out.println(line.offset() + ": " + line.toString(UTF_8));
 *   }
 * }
 * }
 *
 * <p>{@code toString} returns the text of the line. As for every record, {@code equals} and {@code
 * hashCode} are based on the components. Two lines are therefore equal only if they have the same
 * position in the same segment. To compare lines by their bytes, use {@link #contentEquals} and
 * {@link #contentHash}.
 *
 * @param text the text that contains the line
 * @param offset the offset of the line in {@code text}, in bytes
 * @param length the number of bytes in the line, without its line terminator
 */
public record Line(MemorySegment text, long offset, long length) implements LineBytes {
  /**
   * Creates a line from its position in a text.
   *
   * @throws IndexOutOfBoundsException if the line is not within {@code text}
   */
  public Line {
    Objects.checkFromIndexSize(offset, length, text.byteSize());
  }

  /** {@return the line's bytes as a slice of the text, not as a copy} */
  public MemorySegment segment() {
    return text.asSlice(offset, length);
  }

  @Override
  public byte[] bytes() {
    return FaultGuard.copy(text, offset, length);
  }

  @Override
  public String toString(Charset charset) {
    return new String(bytes(), charset);
  }

  @Override
  public String toString() {
    return toString(UTF_8);
  }

  @Override
  public boolean contentEquals(byte[] other) {
    return length == other.length && equalsAt(offset, other);
  }

  @Override
  public boolean startsWith(byte[] prefix) {
    return length >= prefix.length && equalsAt(offset, prefix);
  }

  @Override
  public boolean endsWith(byte[] suffix) {
    return length >= suffix.length && equalsAt(offset + length - suffix.length, suffix);
  }

  private boolean equalsAt(long place, byte[] other) {
    MemorySegment heap = MemorySegment.ofArray(other);
    return FaultGuard.read(
        text,
        place,
        place + other.length,
        (bytes, at) ->
            MemorySegment.mismatch(bytes, at, at + other.length, heap, 0, other.length) < 0);
  }

  @Override
  public int compareTo(byte[] other) {
    long common = Math.min(length, other.length);
    byte[] begin = FaultGuard.copy(text, offset, common);
    int order = Arrays.compareUnsigned(begin, 0, begin.length, other, 0, begin.length);
    return order != 0 ? order : Long.compare(length, other.length);
  }

  @Override
  public int contentHash() {
    byte[] bytes = bytes();
    return ArrayRange.hash(bytes, 0, bytes.length);
  }

  @Override
  public int parseInt() {
    byte[] bytes = bytes();
    return (int) DecimalText.integer(bytes, 0, bytes.length, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public long parseLong() {
    byte[] bytes = bytes();
    return DecimalText.integer(bytes, 0, bytes.length, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public long parseDecimal(int places) {
    byte[] bytes = bytes();
    return DecimalText.fixedPoint(bytes, 0, bytes.length, places);
  }

  @Override
  public Fields fields(char delimiter) {
    return Fields.of(bytes(), delimiter);
  }
}
