package io.github.mmap4j.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048524, 1023.9 KiB",
    "1048525, 1.0 MiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8.0 EiB"
  })
  void aboutHasOneDecimal(long bytes, String text) {
    assertEquals(text, Units.about(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "4096, 4 KiB",
    "393216, 384 KiB",
    "1310720, 1.25 MiB",
    "1572864, 1.5 MiB",
    "7340032, 7 MiB",
    "1966080, 1920 KiB",
    "1099511627776, 1 TiB",
    "4611686018427387904, 4 EiB"
  })
  void exactlyLosesNothing(long bytes, String text) {
    assertEquals(text, Units.exactly(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "24700000000, 24.7",
    "24000000000, 24.0",
    "6000000000, 6.00",
    "999600000, 1.00",
    "30000000, 0.0300",
    "123, 0.000000123",
    "123456789012, 123",
    "999900000000, 1000",
    "1234567890123, 1230"
  })
  void gigabytesHaveThreeDigits(double bytesPerSecond, String text) {
    assertEquals(text, Units.gigabytes(bytesPerSecond));
  }
}
