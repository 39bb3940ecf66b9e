package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the arithmetic of pages of every usual size with unbounded numbers. */
class PagesTest {
  private static final int TIMES = 2_000;

  @Test
  void thisSystemsPagesHaveItsPageSize() {
    assertEquals(NativeAccess.pageSize(), NativeAccess.pages().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -4096, 4095, 4097, 12288, Long.MIN_VALUE})
  void aSizeThatIsNoPowerOfTwoIsRefused(long size) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Pages(size));
    assertEquals("page size " + size + " is not a power of two", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {4 << 10, 16 << 10, 64 << 10, 2 << 20, 1L << 32})
  void offsetsAreRoundedToPages(long size) {
    Pages pages = new Pages(size);
    long seed = System.nanoTime();
    System.out.println("PagesTest: seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < TIMES; i++) {
      long page = random.nextLong(Long.MAX_VALUE / size - 1);
      long start = page * size;
      long inside = random.nextLong(1, size);
      assertRounded(pages, start, start, start, page);
      assertRounded(pages, start + 1, start, start + size, page);
      assertRounded(pages, start + inside, start, start + size, page);
      assertRounded(pages, start + size - 1, start, start + size, page);
    }
  }

  private static void assertRounded(Pages pages, long offset, long start, long end, long page) {
    String what = "offset " + offset;
    assertEquals(start, pages.start(offset), what);
    assertEquals(end, pages.whole(offset), what);
    assertEquals(page, pages.number(offset), what);
    assertEquals(page + (end > start ? 1 : 0), pages.count(offset), what);
    assertEquals(offset == start, pages.isStart(offset), what);
  }

  @ParameterizedTest
  @ValueSource(longs = {4 << 10, 16 << 10, 64 << 10})
  void addressesAreUnsigned(long size) {
    Pages pages = new Pages(size);
    BigInteger unit = BigInteger.valueOf(size);
    for (long address = Long.MIN_VALUE - 2; address != Long.MIN_VALUE + size + 2; address++) {
      BigInteger exact = new BigInteger(Long.toUnsignedString(address));
      BigInteger start = exact.divide(unit).multiply(unit);
      boolean isStart = start.equals(exact);
      assertEquals(start.longValue(), pages.start(address));
      assertEquals((isStart ? start : start.add(unit)).longValue(), pages.whole(address));
      assertEquals(isStart, pages.isStart(address));
    }
  }
}
