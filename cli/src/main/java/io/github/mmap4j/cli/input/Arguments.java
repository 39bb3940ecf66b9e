package io.github.mmap4j.cli.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a command's arguments mean. */
public final class Arguments {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern HEXADECIMAL = Pattern.compile("-?0[xX]\\p{XDigit}+");

  /** What the virtual machine puts for bytes that are no character. */
  private static final char REPLACEMENT = '\uFFFD';

  private Arguments() {}

  /**
   * The number, or the nearest {@code long}: every file ends long before. It is decimal, or
   * hexadecimal after {@code 0x}, as dumps show offsets.
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

  /** A number of seconds within bounds, as milliseconds. */
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

  public static byte[] text(String name, String text) throws Refusal {
    if (isMangled(text)) {
      throw new Refusal(name + " is not UTF-8, and its bytes are not known");
    }
    return notEmpty(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] hex(String name, String hex) throws Refusal {
    try {
      return notEmpty(name, HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new Refusal(name + " is not pairs of hexadecimal digits: '" + hex + "'");
    }
  }

  /** Whether bytes of the argument were lost before the command saw it. */
  public static boolean isMangled(String argument) {
    return argument.indexOf(REPLACEMENT) >= 0;
  }

  private static byte[] notEmpty(String name, byte[] bytes) throws Refusal {
    if (bytes.length == 0) {
      throw new Refusal(name + " is empty");
    }
    return bytes;
  }
}
