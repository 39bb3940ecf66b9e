package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which requests are repeated for pages that were mapped again. */
class PageRequestsTest {
  private static final long BASE = 1 << 20;

  private final List<String> asked = new ArrayList<>();
  private final PageRequests requests = new PageRequests(new Pages(1));

  private long start;
  private long end;

  /** Records each request as a name, a number, and a range of the mapping. */
  private final SystemCalls os =
      FakeCalls.answering(
          (_, method, arguments) -> {
            if (method.getName().equals("segment")) {
              start = (long) arguments[0] - BASE;
              end = start + (long) arguments[1];
              return MemorySegment.NULL;
            }
            String number = arguments.length > 1 ? " " + arguments[1] : "";
            asked.add(method.getName() + number + " " + start + "-" + end);
            return 0;
          });

  private List<String> repeated(long from, long mapped) {
    asked.clear();
    requests.repeat(BASE, BASE + from, mapped);
    return asked;
  }

  @Test
  void adviceIsRepeatedFromTheLostPageOn() {
    requests.advised(os, 0, 100, Advice.RANDOM);
    assertEquals(List.of("advise 1 40-100"), repeated(40, 200));
    assertEquals(List.of(), repeated(100, 200));
  }

  @Test
  void theLastAdviceOfAKindCounts() {
    requests.advised(os, 0, 100, Advice.RANDOM);
    requests.advised(os, 20, 30, Advice.SEQUENTIAL);
    requests.advised(os, 50, 60, Advice.NORMAL);
    assertEquals(
        List.of("advise 1 0-20", "advise 1 30-50", "advise 1 60-100", "advise 2 20-30"),
        repeated(0, 100));
  }

  @Test
  void adviceThatDoesNotLastIsNotRepeated() {
    requests.advised(os, 0, 100, Advice.WILLNEED);
    requests.advised(os, 0, 100, Advice.DONTNEED);
    assertEquals(List.of(), repeated(0, 100));
  }

  @Test
  void whatIsNotMappedAnyMoreIsLeftAlone() {
    requests.locked(os, 0, 100);
    assertEquals(List.of("lock 10-40"), repeated(10, 40));
    requests.trim(30);
    assertEquals(List.of("lock 10-30"), repeated(10, 100));
  }

  @Test
  void requestsForAPartOfAPageAreForAllOfIt() {
    PageRequests whole = new PageRequests(new Pages(128));
    whole.advised(os, 0, 450, Advice.RANDOM);
    whole.advised(os, 0, 150, Advice.SEQUENTIAL);
    whole.locked(os, 0, 500);
    whole.unlocked(0, 10);
    whole.trim(310);
    whole.repeat(BASE, BASE, 310);
    assertEquals(List.of("advise 1 256-384", "advise 2 0-256", "lock 128-384"), asked);
  }

  @Test
  void neighboursBecomeOneRange() {
    for (int i = 0; i < 10_000; i++) {
      requests.advised(os, i * 4096L, (i + 1) * 4096L, Advice.SEQUENTIAL);
    }
    assertEquals(List.of("advise 2 0-40960000"), repeated(0, 40_960_000));
  }

  /** The kernel applies what was asked for the last page to the bytes that growth adds to it. */
  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void growthRepeatsTheRequestsOfTheLastPageForNewPagesOnly(int page) {
    PageRequests simulated = new PageRequests(new Pages(page));
    simulated.locked(os, page, 2L * page + 1);
    simulated.lengthen(BASE, 2L * page + 1, 3L * page);
    assertEquals(List.of(), asked);
    simulated.lengthen(BASE, 3L * page, 5L * page + 10);
    assertEquals(List.of("lock " + 3 * page + "-" + 6 * page), asked);
    asked.clear();
    simulated.unlocked(5L * page, 5L * page + 10);
    simulated.lengthen(BASE, 5L * page + 10, 7L * page);
    assertEquals(List.of(), asked);
  }

  @Test
  void locksAreThoseThatWereNotUndone() {
    long seed = System.nanoTime();
    System.out.println("PageRequestsTest: seed " + seed);
    Random random = new Random(seed);
    boolean[] locked = new boolean[64];
    for (int step = 0; step < 2_000; step++) {
      int start = random.nextInt(64);
      int end = start + 1 + random.nextInt(64 - start);
      boolean lock = random.nextBoolean();
      for (int i = start; i < end; i++) {
        locked[i] = lock;
      }
      if (lock) {
        requests.locked(os, start, end);
      } else {
        requests.unlocked(start, end);
      }
      assertEquals(ranges(locked), repeated(0, 64), () -> "seed " + seed);
    }
  }

  private static List<String> ranges(boolean[] locked) {
    List<String> ranges = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= locked.length; i++) {
      boolean is = i < locked.length && locked[i];
      if (is && start < 0) {
        start = i;
      } else if (!is && start >= 0) {
        ranges.add("lock " + start + "-" + i);
        start = -1;
      }
    }
    return ranges;
  }
}
