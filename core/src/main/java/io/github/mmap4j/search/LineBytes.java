package io.github.mmap4j.search;

import java.nio.charset.Charset;

/**
 * The bytes of a line or of a field in a line. The methods compare, hash and parse the bytes
 * without decoding them.
 *
 * {@snippet :
 * long errors = 0;
 * Lines.Cursor line = m.lines().cursor(); // lines such as: 2026-11-30 ERROR 17
 * Fields fields = line.fields(' ');
 * while (line.next()) {
 *   if (fields.next() && fields.next() && fields.contentEquals("ERROR".getBytes(UTF_8))) {
 *     errors++;
 *   }
 * }
 * }
 *
 * <p>Bytes are compared as numbers from 0 to 255, as in {@code LC_ALL=C sort}. A proper prefix of a
 * byte sequence is less than that sequence.
 *
 * <p>Each call that needs the bytes reads them again, from the memory or from a cursor's copy. A
 * method throws {@link IllegalStateException} if it must read memory that has been closed. A method
 * throws {@link io.github.mmap4j.MappingFaultException} if it reads a mapping whose file has been
 * truncated.
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
   * @throws IllegalStateException if the bytes do not fit in an array, or must be read from memory
   *     that has been closed
   */
  byte[] bytes();

  /**
   * {@return the bytes, decoded to a string}
   *
   * @param charset the charset that decodes the bytes; malformed input is replaced
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  String toString(Charset charset);

  /**
   * {@return the bytes, decoded as UTF-8} Works like {@link #toString(Charset)}, and throws the
   * same exceptions.
   */
  @Override
  String toString();

  /**
   * {@return whether these bytes equal the given bytes} Unlike {@code equals}, this method ignores
   * the position of a line.
   *
   * @param other the bytes to compare with
   */
  boolean contentEquals(byte[] other);

  /**
   * {@return whether these bytes begin with a prefix}
   *
   * @param prefix the bytes to look for at the start; an empty prefix always matches
   */
  boolean startsWith(byte[] prefix);

  /**
   * {@return whether these bytes end with a suffix}
   *
   * @param suffix the bytes to look for at the end; an empty suffix always matches
   */
  boolean endsWith(byte[] suffix);

  /**
   * Compares these bytes with the given bytes.
   *
   * @param other the bytes to compare with
   * @return a negative number, zero or a positive number if these bytes are less than, equal to or
   *     greater than {@code other}
   */
  int compareTo(byte[] other);

  /**
   * Compares these bytes with those of another line or field. If either object is a {@link Line},
   * this method copies bytes to the heap.
   *
   * @param other the line or field to compare with
   * @return a negative number, zero or a positive number if these bytes are less than, equal to or
   *     greater than those of {@code other}
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  default int compareTo(LineBytes other) {
    return compareTo(other.bytes());
  }

  /**
   * {@return a hash of the bytes} Within one run of the virtual machine, equal bytes have the same
   * hash, wherever they are stored. The hash differs from {@link java.util.Arrays#hashCode(byte[])}
   * and does not protect against keys chosen to collide.
   *
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  int contentHash();

  /**
   * Parses an integer that consists of ASCII digits after an optional {@code -} or {@code +}.
   *
   * @return the integer
   * @throws NumberFormatException if the bytes have any other form, such as digits with spaces, or
   *     if the integer is outside the range of an {@code int}; the message shows the bytes and the
   *     range
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  int parseInt();

  /**
   * Parses an integer as {@link #parseInt} does, but in the range of a {@code long}.
   *
   * @return the integer
   * @throws NumberFormatException if the bytes have any other form, or if the integer is outside
   *     the range of a {@code long}
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  long parseLong();

  /**
   * Parses a decimal number and multiplies it by ten to the power {@code places}, without rounding.
   * With 2 places, {@code -1.5} becomes -150, and {@code 7} becomes 700. The number consists of
   * ASCII digits after an optional {@code -} or {@code +}. A decimal point may be before, between
   * or after the digits.
   *
   * @param places the number of decimal places of the result, 0 to 18
   * @return the number times ten to the power {@code places}
   * @throws NumberFormatException if the bytes have any other form, if they have more than {@code
   *     places} decimal places, or if the result is outside the range of a {@code long}; the
   *     message shows the bytes and the limits
   * @throws IllegalArgumentException if {@code places} is not from 0 to 18
   * @throws IllegalStateException if {@link #bytes} would throw this exception
   */
  long parseDecimal(int places);

  /**
   * Returns the fields that a delimiter separates. The number of fields is one more than the number
   * of delimiters, so an empty line has one empty field. Quotes have no special meaning.
   *
   * <p>For a cursor, one object serves all lines: after a step of the cursor, {@link Fields#next}
   * moves to the first field of the new line.
   *
   * @param delimiter an ASCII character, such as {@code ';'}
   * @return a new object, positioned before the first field
   * @throws IllegalArgumentException if {@code delimiter} is above 127
   * @throws IllegalStateException if this object is not a cursor and {@link #bytes} would throw
   *     this exception
   */
  Fields fields(char delimiter);
}
