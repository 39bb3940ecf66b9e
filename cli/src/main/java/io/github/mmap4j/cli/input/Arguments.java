package io.github.mmap4j.cli.input;

import io.github.mmap4j.cli.names.RawText;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Parses command-line arguments. */
public final class Arguments {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern HEXADECIMAL = Pattern.compile("-?0[xX]\\p{XDigit}+");

  private Arguments() {}

  /**
   * Parses a number and clamps it to the range of {@code long}, as no file is longer. The number is
   * decimal or, with the prefix {@code 0x}, hexadecimal, as in dumps.
   */
  public static long wholeNumber(String name, String text) throws Refusal {
    try {
      BigInteger number =
          HEXADECIMAL.matcher(text).matches()
              ? new BigInteger(text.replaceFirst("0[xX]", ""), 16)
              : new BigInteger(text);
      return number.max(LEAST).min(MOST).longValue();
    } catch (NumberFormatException e) {
      throw new Refusal(name + " is not a whole number: '" + text + "'");
    }
  }

  /** Parses a number as {@link #wholeNumber} does, and refuses a number below {@code least}. */
  public static long atLeast(long least, String name, String text) throws Refusal {
    long number = wholeNumber(name, text);
    if (number < least) {
      throw new Refusal("%s is less than %d: %d".formatted(name, least, number));
    }
    return number;
  }

  /** Parses a number of seconds within bounds and converts it to milliseconds. */
  public static long milliseconds(String name, String seconds, BigDecimal least, BigDecimal most)
      throws Refusal {
    try {
      BigDecimal number = new BigDecimal(seconds);
      if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
        return number.movePointRight(3).longValue();
      }
    } catch (NumberFormatException e) {
      throw new Refusal(name + " is not a number of seconds: '" + seconds + "'");
    }
    throw new Refusal("%s is not from %s to %s seconds: %s".formatted(name, least, most, seconds));
  }

  /** Returns the bytes of an argument, which must not be empty. */
  public static byte[] text(String name, String text) throws Refusal {
    if (RawText.hasLostBytes(text)) {
      throw new Refusal(name + " is not UTF-8, and its bytes are not known");
    }
    return notEmpty(name, RawText.encode(text));
  }

  /**
   * Parses one or more pairs of hexadecimal digits. Spaces may stand between pairs, and {@code 0x}
   * before a group of them.
   */
  public static byte[] hex(String name, String hex) throws Refusal {
    try {
      String digits = hex.replaceAll("(?:^|\\s+)(?:0[xX](?=[0-9a-fA-F]))?", " ");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String group : digits.strip().split(" ")) {
        bytes.writeBytes(HexFormat.of().parseHex(group));
      }
      return notEmpty(name, bytes.toByteArray());
    } catch (IllegalArgumentException e) {
      throw new Refusal(name + " is not pairs of hexadecimal digits: '" + hex + "'");
    }
  }

  private static byte[] notEmpty(String name, byte[] bytes) throws Refusal {
    if (bytes.length == 0) {
      throw new Refusal(name + " is empty");
    }
    return bytes;
  }
}
