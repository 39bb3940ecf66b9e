package io.github.mmap4j.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.bytes.ParallelSearch;
import io.github.mmap4j.internal.parallel.OrderedTasks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ParallelFinderTest {
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(3);
  private static final byte[] TEXT = text();
  private static final MemorySegment SEGMENT = MemorySegment.ofArray(TEXT);

  /** Makes a text of zeros with some occurrences at the borders of parts and between. */
  private static byte[] text() {
    byte[] text = new byte[(int) (7 * ParallelSearch.PART) + 1234];
    for (long part = 1; part < 7; part++) {
      System.arraycopy("abcab".getBytes(), 0, text, (int) (part * ParallelSearch.PART - part), 5);
    }
    return text;
  }

  @AfterAll
  static void end() {
    THREADS.shutdown();
  }

  @Test
  void answersAreThoseOfOneThread() {
    long seed = System.nanoTime();
    System.out.println("ParallelFinderTest: seed " + seed);
    Random random = new Random(seed);
    for (String needle : new String[] {"a", "ab", "abc", "abcab", "ca", "x", "\0a", "b\0"}) {
      Finder alone = Finder.of(needle.getBytes());
      Finder together = alone.parallel(THREADS);
      long from = random.nextInt((int) ParallelSearch.PART);
      long to = TEXT.length - random.nextInt((int) ParallelSearch.PART);
      assertEquals(alone.find(SEGMENT, from, to), together.find(SEGMENT, from, to));
      assertEquals(alone.rfind(SEGMENT, from, to), together.rfind(SEGMENT, from, to));
      assertEquals(alone.count(SEGMENT, from, to), together.count(SEGMENT, from, to));
      assertArrayEquals(
          alone.all(SEGMENT, from, to).toArray(), together.all(SEGMENT, from, to).toArray());
    }
  }

  @Test
  void theExecutorIsUsed() {
    AtomicInteger handed = new AtomicInteger();
    Finder finder =
        Finder.of("x".getBytes())
            .parallel(
                task -> {
                  handed.incrementAndGet();
                  THREADS.execute(task);
                });
    assertEquals(-1, finder.find(SEGMENT));
    assertTrue(handed.get() > 1);
  }

  @Test
  void anExecutorThatRunsNothingIsNotNeeded() {
    Finder refused =
        Finder.of("x".getBytes())
            .parallel(
                _ -> {
                  throw new RejectedExecutionException();
                });
    assertEquals(0, refused.count(SEGMENT));
    assertEquals(0, Finder.of("x".getBytes()).parallel(_ -> {}).count(SEGMENT));
  }

  @Test
  void anExceptionInAPartReachesTheCaller() {
    IllegalStateException thrown = new IllegalStateException("of part 2");
    try (OrderedTasks<Long> parts =
        new OrderedTasks<>(
            THREADS,
            5,
            part -> {
              if (part == 2) {
                throw thrown;
              }
              return part;
            })) {
      assertEquals(0, parts.next());
      assertEquals(1, parts.next());
      assertSame(thrown, assertThrows(IllegalStateException.class, parts::next));
    }
  }

  @Test
  void aFailureAfterTheAnswerIsIgnored() {
    try (OrderedTasks<Long> parts =
        new OrderedTasks<>(
            THREADS,
            5,
            part -> {
              if (part > 0) {
                throw new IllegalStateException("of part " + part);
              }
              return part;
            })) {
      assertEquals(0, parts.next());
    }
  }

  @Test
  void closingWaitsForTheWorkThatHasBegun() {
    AtomicInteger inside = new AtomicInteger();
    OrderedTasks<Integer> parts =
        new OrderedTasks<>(
            THREADS,
            8,
            _ -> {
              inside.incrementAndGet();
              Thread.yield();
              return inside.decrementAndGet();
            });
    parts.next();
    parts.close();
    assertEquals(0, inside.get());
  }

  @Test
  void confinedMemoryIsSearchedByItsThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment confined = arena.allocate(4 * ParallelSearch.PART);
      confined.set(ValueLayout.JAVA_BYTE, 3 * ParallelSearch.PART, (byte) 'x');
      assertEquals(
          3 * ParallelSearch.PART, Finder.of("x".getBytes()).parallel(THREADS).find(confined));
    }
  }
}
