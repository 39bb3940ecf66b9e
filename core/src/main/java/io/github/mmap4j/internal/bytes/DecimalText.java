package io.github.mmap4j.internal.bytes;

import java.math.BigDecimal;

/** Parses decimal numbers in ASCII from an array. */
public final class DecimalText {
  /** The maximum number of decimal places; ten to that power still fits in a {@code long}. */
  private static final int MOST_PLACES = 18;

  /** The maximum number of bytes that an error message shows. */
  private static final int MOST_SHOWN = 40;

  private static final long ZEROS = 0x3030303030303030L;

  /** A word that, added to a word of bytes, sets the highest bit of each byte from 10 to 127. */
  private static final long ABOVE_NINE = 0x7676767676767676L;

  private static final long POINTS = Swar.repeat((byte) '.');

  private static final long[] POWERS = new long[MOST_PLACES + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private DecimalText() {}

  /**
   * Returns the integer in {@code [from, to)}. The integer has an optional sign and at least one
   * digit.
   *
   * @throws NumberFormatException if the bytes are not an integer from {@code least} to {@code
   *     most}
   */
  public static long integer(byte[] array, int from, int to, long least, long most) {
    long value = 0;
    int i = signed(array, from, to) ? from + 1 : from;
    boolean wrong = i >= to;
    boolean negative = i > from && array[from] == '-';
    // The negative range has one more value, so digits are accumulated as a negative number.
    for (; i < to && !wrong; i++) {
      int digit = array[i] - '0';
      wrong = digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10;
      value = 10 * value - digit;
    }
    wrong |= !negative && value == Long.MIN_VALUE;
    value = negative ? value : -value;
    if (wrong || value < least || value > most) {
      throw new NumberFormatException(
          QuotedBytes.of(array, from, to, MOST_SHOWN)
              + " is not an integer from "
              + least
              + " to "
              + most);
    }
    return value;
  }

  /**
   * Returns the number in {@code [from, to)}, multiplied by ten to the power {@code places}. The
   * number has an optional sign, and at least one digit before or after an optional decimal point.
   *
   * @throws NumberFormatException if the bytes have any other form, if they have more than {@code
   *     places} decimal places, or if the result is outside the range of a {@code long}
   * @throws IllegalArgumentException if {@code places} is not from 0 to {@link #MOST_PLACES}
   */
  public static long fixedPoint(byte[] array, int from, int to, int places) {
    if (places < 0 || places > MOST_PLACES) {
      throw new IllegalArgumentException(
          "%d decimal places are not from 0 to %d".formatted(places, MOST_PLACES));
    }
    // The sign is computed without a branch, because a branch would often be mispredicted.
    int minus = from < to ? (array[from] ^ '-') - 1 >> 31 & ~(array[from] >> 31) : 0;
    int digits = from - minus;
    int length = to - digits;
    if (length < 1 || length > Long.BYTES) {
      return fixedPointByDigits(array, from, to, places);
    }
    long word = ArrayRange.word(array, digits, length);
    long points = Swar.zeroBytes(word ^ POINTS);
    int count = length;
    int fraction = 0;
    if (points != 0) {
      // The bytes before the point stay in place, and the bytes after it move down by one.
      int point = Long.numberOfTrailingZeros(points) & -Byte.SIZE;
      long before = (1L << point) - 1;
      word = word & before | word >>> Byte.SIZE & ~before;
      count = length - 1;
      fraction = count - point / Byte.SIZE;
    }
    int more = places - fraction;
    if (count == 0 || more < 0 || more > MOST_PLACES - Long.BYTES) {
      return fixedPointByDigits(array, from, to, places);
    }
    // The digits move to the end of the word, so that zeros precede them.
    int shift = Byte.SIZE * (Long.BYTES - count);
    word = word << shift ^ ZEROS << shift;
    if (((word + ABOVE_NINE | word) & Swar.HIGHS) != 0) {
      return fixedPointByDigits(array, from, to, places);
    }
    long value = eightDigits(word) * POWERS[more];
    return (value ^ minus) - minus;
  }

  /**
   * Returns the value of eight digits, each a byte from 0 to 9. The first digit is in the lowest
   * byte.
   */
  private static long eightDigits(long word) {
    long pairs = word * 10 + (word >>> 8) & 0x00ff00ff00ff00ffL;
    long fours = pairs * 100 + (pairs >>> 16) & 0x0000ffff0000ffffL;
    return fours * 10_000 + (fours >>> 32) & 0xffffffffL;
  }

  private static long fixedPointByDigits(byte[] array, int from, int to, int places) {
    boolean negative = from < to && array[from] == '-';
    int digits = signed(array, from, to) ? from + 1 : from;
    long value = 0;
    boolean point = false;
    int fraction = 0;
    int count = 0;
    boolean wrong = false;
    for (int i = digits; i < to && !wrong; i++) {
      int digit = array[i] - '0';
      if (digit == '.' - '0' && !point) {
        point = true;
      } else {
        count++;
        fraction += point ? 1 : 0;
        wrong = digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10;
        value = 10 * value - digit;
      }
    }
    wrong |= count == 0 || fraction > places;
    if (!wrong) {
      long power = POWERS[places - fraction];
      wrong = value < Long.MIN_VALUE / power || !negative && value * power == Long.MIN_VALUE;
      value *= power;
    }
    if (wrong) {
      throw new NumberFormatException(
          "%s is not a number from %s to %s with at most %d decimal places"
              .formatted(
                  QuotedBytes.of(array, from, to, MOST_SHOWN),
                  BigDecimal.valueOf(Long.MIN_VALUE, places).toPlainString(),
                  BigDecimal.valueOf(Long.MAX_VALUE, places).toPlainString(),
                  places));
    }
    return negative ? value : -value;
  }

  private static boolean signed(byte[] array, int from, int to) {
    return from < to && (array[from] == '-' || array[from] == '+');
  }
}
