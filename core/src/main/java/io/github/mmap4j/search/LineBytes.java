package io.github.mmap4j.search;

import java.nio.charset.Charset;

/**
 * The bytes of a line, or of a field of a line. They are compared, hashed and parsed without being
 * decoded and, except where a method says so, without being copied for the caller.
 *
 * <p>Bytes are compared as numbers from 0 to 255, as {@code LC_ALL=C sort} does. Bytes that begin
 * longer bytes are less than those.
 *
 * <p>Every method reads the bytes anew, or from the copy that a cursor has. If the memory must be
 * read and has been closed, a method throws {@link IllegalStateException}. If the memory belongs to
 * a mapping whose file is truncated, it throws {@link io.github.mmap4j.MappingFaultException}.
 *
 * <p>A {@link Line} is safe for use by several threads. A {@link Lines.Cursor} and its {@link
 * Fields} may be used by only one thread at a time.
 */
public sealed interface LineBytes permits Line, ArrayBytes {
  /** {@return the number of bytes, without the line terminator} */
  long length();

  /**
   * {@return a copy of the bytes}
   *
   * @throws IllegalStateException if the bytes do not fit in an array, or if they must be read and
   *     the memory has been closed
   */
  byte[] bytes();

  /**
   * {@return the bytes as characters}
   *
   * @param charset the charset that decodes the bytes; malformed bytes are replaced
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  String toString(Charset charset);

  /**
   * {@return whether the bytes equal others} Unlike {@code equals}, the position of a line does not
   * matter.
   *
   * @param other the bytes to compare with
   */
  boolean contentEquals(byte[] other);

  /**
   * {@return whether the bytes begin with others}
   *
   * @param prefix the bytes to compare with; if there are none, the result is true
   */
  boolean startsWith(byte[] prefix);

  /**
   * {@return whether the bytes end with others}
   *
   * @param suffix the bytes to compare with; if there are none, the result is true
   */
  boolean endsWith(byte[] suffix);

  /**
   * Compares the bytes with others.
   *
   * @param other the bytes to compare with
   * @return a negative number, zero or a positive number, if these bytes are less than, equal to or
   *     greater than {@code other}
   */
  int compareTo(byte[] other);

  /**
   * Compares the bytes with those of another line or field. If either is a {@link Line}, bytes are
   * copied.
   *
   * @param other the line or field to compare with
   * @return a negative number, zero or a positive number, if these bytes are less than, equal to or
   *     greater than those of {@code other}
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  default int compareTo(LineBytes other) {
    return compareTo(other.bytes());
  }

  /**
   * {@return a hash of the bytes} Equal bytes have the same hash wherever they are, as long as this
   * virtual machine runs. It is not that of {@link java.util.Arrays#hashCode(byte[])}, and does not
   * resist keys that were chosen to collide.
   *
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  int contentHash();

  /**
   * Parses an integer of ASCII digits, which may begin with {@code -} or {@code +}.
   *
   * @return the integer
   * @throws NumberFormatException if the bytes are anything else, such as digits with spaces, or if
   *     the integer is not in the range of an {@code int}; it shows both
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  int parseInt();

  /**
   * Parses an integer as {@link #parseInt} does, in the range of a {@code long}.
   *
   * @return the integer
   * @throws NumberFormatException if {@link #parseInt} would throw it for its range
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  long parseLong();

  /**
   * Parses a decimal number exactly, as a number of its last decimal places. So with 2 places,
   * {@code -1.5} is -150, and {@code 7} is 700. The number consists of ASCII digits, may have a
   * point before, between or after them, and may begin with {@code -} or {@code +}.
   *
   * @param places the number of decimal places of the result, 0 to 18
   * @return the number times ten to the power {@code places}
   * @throws NumberFormatException if the bytes are anything else, have more decimal places, or are
   *     a number whose result is not in the range of a {@code long}; it shows them and the limits
   * @throws IllegalArgumentException if {@code places} is not from 0 to 18
   * @throws IllegalStateException if {@link #bytes} would throw it
   */
  long parseDecimal(int places);

  /**
   * Returns the fields between the occurrences of a delimiter. There is always one field more than
   * delimiters, so empty bytes have one empty field. Quotes have no special meaning.
   *
   * <p>The fields of a cursor's line follow the cursor: after a step, they are those of the next
   * line. So one object serves all lines.
   *
   * @param delimiter an ASCII character, such as {@code ';'}
   * @return the fields, before the first one
   * @throws IllegalArgumentException if {@code delimiter} is above 127
   * @throws IllegalStateException if these are the bytes of a {@link Line} and {@link #bytes} would
   *     throw it
   */
  Fields fields(char delimiter);
}
