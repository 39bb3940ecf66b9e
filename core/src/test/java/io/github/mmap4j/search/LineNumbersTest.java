package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Compares numbers in lines with what the JDK makes of them. */
class LineNumbersTest {
  /** Returns the result for the text, which is the same with other digits around it. */
  private static long parsed(String text, ToLongFunction<LineBytes> parser) {
    byte[] around = ("7\n" + text + "\n89999999\n").getBytes(ISO_8859_1);
    Lines.Cursor cursor = Lines.of(MemorySegment.ofArray(around)).cursor(2);
    cursor.next();
    long alone = parser.applyAsLong(cursor);
    Lines.Cursor walking =
        Lines.of(MemorySegment.ofArray(("a\n".repeat(9) + text + "\n1").getBytes(ISO_8859_1)))
            .cursor();
    for (int i = 0; i < 10; i++) {
      walking.next();
    }
    assertEquals(alone, parser.applyAsLong(walking));
    assertEquals(alone, parser.applyAsLong(cursor.line()));
    return alone;
  }

  private static String refusal(String text, ToLongFunction<LineBytes> parser) {
    return assertThrows(NumberFormatException.class, () -> parsed(text, parser), text).getMessage();
  }

  @Test
  void integersAreParsedToTheirLimits() {
    for (int value : new int[] {0, 7, -1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertEquals(value, parsed("" + value, LineBytes::parseInt));
    }
    for (long value : new long[] {0, -5, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertEquals(value, parsed("" + value, LineBytes::parseLong));
      assertEquals(value, parsed("" + value, line -> line.parseDecimal(0)));
    }
    assertEquals(12, parsed("+12", LineBytes::parseInt));
    assertEquals(1, parsed("0".repeat(70) + "1", LineBytes::parseInt));
    assertEquals(0, parsed("-0", LineBytes::parseLong));
  }

  @Test
  void whatIsNotAnIntegerIsRefused() {
    for (String text :
        new String[] {"", "-", "+", "--1", "+-1", " 1", "1 ", "1a", "a1", "1.0", "0x1", "\u00b2"}) {
      refusal(text, LineBytes::parseInt);
      refusal(text, LineBytes::parseLong);
    }
    assertEquals(
        "\"2147483648\" is not an integer from -2147483648 to 2147483647",
        refusal("2147483648", LineBytes::parseInt));
    assertEquals(
        "\"9223372036854775808\" is not an integer from -9223372036854775808 to"
            + " 9223372036854775807",
        refusal("9223372036854775808", LineBytes::parseLong));
    refusal("-9223372036854775809", LineBytes::parseLong);
    refusal("92233720368547758070", LineBytes::parseLong);
    refusal("-2147483649", LineBytes::parseInt);
    assertEquals(
        "\"\\xe9\\x22" + "a".repeat(38) + "\"... is not an integer from -2147483648 to 2147483647",
        refusal("\u00e9\"" + "a".repeat(50), LineBytes::parseInt));
  }

  @Test
  void decimalNumbersAreParsedExactly() {
    assertEquals(-123, parsed("-12.3", line -> line.parseDecimal(1)));
    assertEquals(700, parsed("7", line -> line.parseDecimal(2)));
    assertEquals(50, parsed(".5", line -> line.parseDecimal(2)));
    assertEquals(500, parsed("5.", line -> line.parseDecimal(2)));
    assertEquals(150, parsed("+1.5", line -> line.parseDecimal(2)));
    assertEquals(0, parsed("-.0", line -> line.parseDecimal(1)));
    assertEquals(12345678, parsed("12345678", line -> line.parseDecimal(0)));
    assertEquals(1234567, parsed("123456.7", line -> line.parseDecimal(1)));
    assertEquals(123456789, parsed("1234567.89", line -> line.parseDecimal(2)));
    assertEquals(9_000_000_000_000_000_000L, parsed("9", line -> line.parseDecimal(18)));
    assertEquals(Long.MIN_VALUE, parsed("-92233720368547758.08", line -> line.parseDecimal(2)));
    assertEquals(Long.MAX_VALUE, parsed("92233720368547758.07", line -> line.parseDecimal(2)));
  }

  @Test
  void whatIsNotADecimalNumberIsRefused() {
    for (String text :
        new String[] {
          "",
          ".",
          "-",
          "-.",
          "+.",
          "1..2",
          "1.2.3",
          "--1",
          "1e3",
          " 1",
          "1 ",
          "1,5",
          "\u00b11",
          "12345678901.2.3",
          "NaN",
          "-1-",
          "/",
          ":",
          "1/",
          "1:"
        }) {
      refusal(text, line -> line.parseDecimal(3));
    }
    String limits =
        " is not a number from -92233720368547758.08 to 92233720368547758.07 with at"
            + " most 2 decimal places";
    assertEquals("\"1.234\"" + limits, refusal("1.234", line -> line.parseDecimal(2)));
    assertEquals(
        "\"92233720368547758.08\"" + limits,
        refusal("92233720368547758.08", line -> line.parseDecimal(2)));
    refusal("10", line -> line.parseDecimal(18));
    refusal("-92233720368547758.09", line -> line.parseDecimal(2));
    refusal("1.0000000000000000000", line -> line.parseDecimal(18));
  }

  @Test
  void placesOutsideTheLimitsAreRefused() {
    Line line = new Line(MemorySegment.ofArray(new byte[] {'1'}), 0, 1);
    for (int places : new int[] {-1, 19}) {
      assertEquals(
          places + " decimal places are not from 0 to 18",
          assertThrows(IllegalArgumentException.class, () -> line.parseDecimal(places))
              .getMessage());
    }
  }

  @Test
  void randomDecimalNumbersHaveTheValueOfTheJdk() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(random.nextBoolean() ? 9 : 21);
      for (int i = 0; i < length; i++) {
        text.append("0123456789.-+/".charAt(random.nextInt(random.nextInt(4) == 0 ? 14 : 10)));
      }
      String number = text.toString();
      int places = random.nextInt(19);
      Long expected = null;
      try {
        // The JDK accepts what this library does, since there is neither an exponent nor Unicode.
        expected = new BigDecimal(number).movePointRight(places).longValueExact();
      } catch (NumberFormatException | ArithmeticException e) {
        refusal(number, line -> line.parseDecimal(places));
      }
      if (expected != null && new BigDecimal(number).scale() <= places) {
        long value = expected;
        assertEquals(
            value, parsed(number, line -> line.parseDecimal(places)), () -> "seed " + seed);
      }
    }
  }
}
