package io.github.mmap4j.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats numbers of bytes in binary units, and rates in GB/s. */
public final class Units {
  private static final String PREFIXES = "KMGTPE";
  private static final int STEP = 1024;

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Units() {}

  /** Formats a number of bytes, rounded to one decimal if it is 1 KiB or more. */
  public static String about(long bytes) {
    double rest = bytes;
    int unit = -1;
    // A value that would round up to 1024 moves to the next unit.
    while (rest >= STEP - 0.05) {
      rest /= STEP;
      unit++;
    }
    return unit < 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %siB", rest, PREFIXES.charAt(unit));
  }

  /** Formats bytes per second as GB/s, without the unit, to three significant digits. */
  public static String gigabytes(double bytesPerSecond) {
    BigDecimal number = new BigDecimal(bytesPerSecond / 1e9, THREE_DIGITS);
    int before = number.precision() - number.scale(); // digits before the point
    int decimals = Math.max(0, THREE_DIGITS.getPrecision() - before);
    return number.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
  }

  /** Formats the exact number, in the largest unit that needs at most two decimals. */
  public static String exactly(long bytes) {
    if (bytes == 0) {
      return "0";
    }
    long unit = 1;
    int prefix = -1;
    while (prefix < PREFIXES.length() - 1 && isQuarters(bytes, unit * STEP)) {
      unit *= STEP;
      prefix++;
    }
    String decimals =
        switch ((int) (4.0 * (bytes % unit) / unit)) {
          case 1 -> ".25";
          case 2 -> ".5";
          case 3 -> ".75";
          default -> "";
        };
    return bytes / unit + decimals + (prefix < 0 ? " B" : " " + PREFIXES.charAt(prefix) + "iB");
  }

  private static boolean isQuarters(long bytes, long unit) {
    return bytes >= unit && bytes % (unit / 4) == 0;
  }
}
