package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mmap4j.Residency.PageRuns;
import io.github.mmap4j.internal.os.Pages;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares runs of pages with a set that has one bit per page. */
class PageRunsTest {
  private static final int PAGE = 4096;

  private static Residency of(BitSet pages, long length) {
    PageRuns runs = new PageRuns();
    pages.stream().forEach(runs::add);
    return new Residency(new Pages(PAGE), 0, length, length, runs);
  }

  private static BitSet pages(int... numbers) {
    BitSet set = new BitSet();
    for (int number : numbers) {
      set.set(number);
    }
    return set;
  }

  @Test
  void pagesSideBySideAreOneRun() {
    Residency r = of(pages(0, 1, 2, 5, 7, 8), 9L * PAGE);
    assertEquals(
        List.of(
            new Residency.Run(0, 3 * PAGE),
            new Residency.Run(5 * PAGE, PAGE),
            new Residency.Run(7 * PAGE, 2 * PAGE)),
        r.runs());
    assertEquals("Residency[6 of 9 pages of 4096 bytes, in 3 runs]", r.toString());
  }

  @Test
  void theLastRunEndsWithTheMapping() {
    Residency r = of(pages(1, 2), 2L * PAGE + 1);
    assertEquals(3, r.totalPages());
    assertEquals(List.of(new Residency.Run(PAGE, PAGE + 1)), r.runs());
    assertEquals(1, r.resident(2L * PAGE, 1));
  }

  @Test
  void aRangeCountsThePagesThatHoldIt() {
    Residency r = of(pages(1, 2), 4L * PAGE);
    assertEquals(0, r.resident(0, PAGE));
    assertEquals(1, r.resident(0, PAGE + 1));
    assertEquals(2, r.resident(2 * PAGE - 1, 2));
    assertEquals(0, r.resident(PAGE, 0));
    assertEquals(0, r.resident(3L * PAGE, PAGE));
  }

  @Test
  void aRangeOutsideIsRefused() {
    Residency r = of(pages(0), PAGE);
    for (long[] range : new long[][] {{-1, 1}, {0, -1}, {0, PAGE + 1}, {1, Long.MAX_VALUE}}) {
      assertThrows(IndexOutOfBoundsException.class, () -> r.resident(range[0], range[1]));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> r.runs().get(1));
    assertThrows(UnsupportedOperationException.class, () -> r.runs().clear());
  }

  @Test
  void moreThanABitSetHoldsIsRefusedAndStillCounted() {
    PageRuns runs = new PageRuns();
    runs.add(3L << 40);
    Residency r = new Residency(new Pages(PAGE), 0, 1L << 60, 1L << 60, runs);
    assertThrows(UnsupportedOperationException.class, r::toBitSet);
    assertEquals(1, r.resident(3L << 52, 1));
    assertEquals(0, r.resident((3L << 52) - 1, 1));
  }

  @Test
  void randomPagesAreCountedAsTheirBits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int total = 1 + random.nextInt(200);
      BitSet bits = new BitSet();
      int density = random.nextInt(101);
      for (int page = 0; page < total; page++) {
        bits.set(page, random.nextInt(100) < density);
      }
      Residency r = of(bits, (long) total * PAGE);
      String when = "seed " + seed + ", round " + round;
      assertEquals(bits, r.toBitSet(), when);
      assertEquals(bits.cardinality(), r.residentPages(), when);
      assertEquals(
          bits.cardinality() * (long) PAGE,
          r.runs().stream().mapToLong(Residency.Run::length).sum(),
          when);
      for (int range = 0; range < 50; range++) {
        int from = random.nextInt(total);
        int to = from + random.nextInt(total - from + 1);
        assertEquals(
            bits.get(from, to).cardinality(),
            r.resident((long) from * PAGE, (long) (to - from) * PAGE),
            when + ", " + from + " to " + to);
      }
    }
  }
}
