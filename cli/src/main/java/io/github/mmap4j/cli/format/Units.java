package io.github.mmap4j.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Bytes in binary units, for people. */
public final class Units {
  private static final String PREFIXES = "KMGTPE";
  private static final int STEP = 1024;

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Units() {}

  /** About how many: to one decimal from 1 KiB on. */
  public static String about(long bytes) {
    double rest = bytes;
    int unit = -1;
    // What would be rounded to a whole next unit is one.
    while (rest >= STEP - 0.05) {
      rest /= STEP;
      unit++;
    }
    return unit < 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %siB", rest, PREFIXES.charAt(unit));
  }

  /** Bytes a second, as GB/s without the unit: three digits tell enough. */
  public static String gigabytes(double bytesPerSecond) {
    BigDecimal number = new BigDecimal(bytesPerSecond / 1e9, THREE_DIGITS);
    int before = number.precision() - number.scale(); // digits before the point
    int behind = Math.max(0, THREE_DIGITS.getPrecision() - before);
    return number.setScale(behind, RoundingMode.UNNECESSARY).toPlainString();
  }

  /** Exactly how many, in the largest unit that needs two decimals at most. */
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
