package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.bytes.ParallelSearch;
import io.github.mmap4j.search.Line;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelBytePatternTest {
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(3);
  private static final int LONGEST = 120;

  @AfterAll
  static void end() {
    THREADS.shutdown();
  }

  private static Tuning parts(long length) {
    return new Tuning(3, 7, Integer.MAX_VALUE - 8, 1 << 29, 4, 2, 9, 5, 2, length);
  }

  private static BytePattern pattern(String regex, long part) {
    return BytePattern.compile(regex).with(parts(part)).parallel(THREADS);
  }

  private static MemorySegment text(String ascii) {
    return MemorySegment.ofArray(ascii.getBytes(US_ASCII));
  }

  private static List<String> all(BytePattern pattern, MemorySegment text, long from, long to) {
    try (Stream<Match> all = pattern.all(text, from, to)) {
      return all.map(RegexOracle::bounds).toList();
    }
  }

  private static List<Line> lines(BytePattern pattern, MemorySegment text, long from, long to) {
    try (Stream<Line> lines = pattern.lines(text, from, to)) {
      return lines.toList();
    }
  }

  @Test
  void answersAreThoseOfOneThread() {
    compare(20_000);
  }

  @Test
  @Tag("nightly")
  void answersAreThoseOfOneThreadForLong() {
    compare(1_000_000);
  }

  private static void compare(int count) {
    long seed = System.nanoTime();
    System.out.println("ParallelBytePatternTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    RandomPatterns patterns = new RandomPatterns(random);
    int parallel = 0;
    for (int i = 0; i < count; i++) {
      BytePattern tuned = BytePattern.of(patterns.pattern()).with(parts(1 + random.nextInt(12)));
      // This is far more than such a text needs, unless the pattern backtracks without end.
      BytePattern alone = tuned.withLimit(100_000);
      BytePattern together = tuned.withLimit(1_000_000).parallel(THREADS);
      byte[] bytes = withLineFeeds(patterns.text(LONGEST), random);
      MemorySegment text = MemorySegment.ofArray(bytes);
      long to = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
      long from = random.nextBoolean() ? 0 : random.nextLong(to + 1);
      String about = "/" + tuned + "/ in " + Arrays.toString(bytes) + from + ".." + to;
      try {
        List<String> expected = all(alone, text, from, to);
        List<Line> expectedLines = lines(alone, text, from, to);
        assertEquals(expected, all(together, text, from, to), about);
        assertEquals(expectedLines, lines(together, text, from, to), about);
        assertEquals(
            expected.stream().limit(1).toList(),
            together.find(text, from, to).map(RegexOracle::bounds).stream().toList(),
            about);
      } catch (PatternLimitException e) {
        assertTrue(e.limit() == alone.limit(), about + " together only: " + e);
      } catch (IndexOutOfBoundsException e) {
        continue; // java.util.regex itself fails with this pattern
      }
      parallel += ParallelPattern.all(together, text, from, to) == null ? 0 : 1;
    }
    assertTrue(parallel > count / 10, parallel + " ran in parallel");
  }

  private static byte[] withLineFeeds(byte[] text, SplittableRandom random) {
    int rare = 1 + random.nextInt(20);
    for (int i = 0; i < text.length; i++) {
      text[i] = random.nextInt(rare) == 0 ? (byte) '\n' : text[i];
    }
    return text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a*", "x?", "$", "(?m)^", "(?m)$", "\\b", "ab*", "(?<=\\n)b", "b(?=\\n)", "\\z"})
  void matchesAtTheBordersOfPartsAreThoseOfOneThread(String regex) {
    for (String text :
        new String[] {"aab\nbab\n\nab", "\n\n\n\n\n\n\n\n\n", "bab\nb\nbbbbbbbbbbb\n"}) {
      for (int part = 1; part < text.length() / 2; part++) {
        MemorySegment segment = text(text);
        assertEquals(
            all(BytePattern.compile(regex), segment, 0, text.length()),
            all(pattern(regex, part), segment, 0, text.length()),
            regex + " in " + text + " by " + part);
      }
    }
  }

  @Test
  void patternThatMayDependOnOtherLinesIsLeftToOneThread() {
    MemorySegment text = text("ab\n".repeat(30));
    Stream.of("\\Ga", "a\\s", "(a\\s)b\\1", "(?:ab|c){1,3}d", "(?=(a)|b)a")
        .forEach(regex -> assertEquals(null, ParallelPattern.all(pattern(regex, 4), text, 0, 90)));
    assertEquals(30, lines(pattern("a(?=(b))\\1?|\\G\\s", 4), text, 0, 90).size());
  }

  @Test
  void allResultsOfAFullPartArrive() {
    MemorySegment text = text("ab\n".repeat((int) ParallelSearch.PART));
    BytePattern pattern = BytePattern.compile("a").parallel(THREADS);
    assertEquals(ParallelSearch.PART, pattern.all(text).count());
    assertEquals(ParallelSearch.PART, pattern.lines(text).count());
  }

  @Test
  void theExecutorIsUsed() {
    AtomicInteger handed = new AtomicInteger();
    Executor counting =
        task -> {
          handed.incrementAndGet();
          THREADS.execute(task);
        };
    MemorySegment text = MemorySegment.ofArray(new byte[(int) (3 * ParallelSearch.PART)]);
    assertTrue(BytePattern.compile("xy").parallel(counting).find(text).isEmpty());
    assertTrue(handed.get() > 1);
  }

  @Test
  void anExecutorThatRunsNothingIsNotNeeded() {
    MemorySegment text = text("ab\n".repeat(30));
    Executor refusing =
        _ -> {
          throw new RejectedExecutionException();
        };
    for (Executor none : List.<Executor>of(refusing, _ -> {})) {
      assertEquals(30, pattern("a", 4).parallel(none).all(text).count());
    }
  }

  @Test
  void matchesBeforeAFailureArrive() {
    MemorySegment text = text("ab\n".repeat(30) + "x".repeat(50) + "\n" + "ab\n".repeat(30));
    Iterator<Match> all = pattern("(?:x+x+)+y|a", 8).withLimit(20_000).all(text).iterator();
    for (int i = 0; i < 30; i++) {
      assertEquals(3L * i, all.next().start());
    }
    assertThrows(PatternLimitException.class, all::hasNext);
    assertFalse(all.hasNext());
  }

  @Test
  void aFailureEndsTheWorkAhead() {
    List<Runnable> handed = new ArrayList<>();
    MemorySegment text = text("x".repeat(50) + "\n" + "ab\n".repeat(1000));
    BytePattern failing = pattern("(?:x+x+)+y|a", 8).withLimit(20_000).parallel(handed::add);
    Iterator<Match> all = failing.all(text).iterator();
    assertThrows(PatternLimitException.class, all::hasNext);
    assertEnded(handed);
  }

  private static void assertEnded(List<Runnable> handed) {
    assertTrue(handed.size() > 1);
    handed.forEach(task -> assertTrue(((Future<?>) task).isDone()));
  }

  @Test
  void aLaterPartDoesNotDelayTheFirstAnswer() {
    MemorySegment text = text("ab\n".repeat(3) + "x".repeat(5000) + "\n" + "ab\n".repeat(30));
    BytePattern endless = pattern("(?:x+x+)+y|a", 8);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertEquals(0, endless.find(text).orElseThrow().start()));
  }

  @Test
  void noThreadReadsOnceAStreamIsClosed() {
    List<Runnable> handed = new ArrayList<>();
    Executor noting =
        task -> {
          handed.add(task);
          THREADS.execute(task);
        };
    byte[] bytes = new byte[(int) (8 * ParallelSearch.PART)];
    bytes[100] = 'a';
    Stream<Match> all = BytePattern.compile("a").parallel(noting).all(MemorySegment.ofArray(bytes));
    assertEquals(100, all.iterator().next().start());
    all.close();
    assertEnded(handed);
  }

  @Test
  void confinedMemoryIsSearchedByItsThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment confined = arena.allocate(100).fill((byte) '\n');
      assertEquals(101, pattern("x*", 4).all(confined).count());
      assertEquals(100, pattern("x*", 4).lines(confined).count());
    }
  }

  @Test
  void theCommonPoolCanHelp() {
    MemorySegment text = text("ab\n".repeat((int) ParallelSearch.PART) + "cd\n");
    assertEquals(
        3 * ParallelSearch.PART,
        BytePattern.compile("c.").parallel().find(text).orElseThrow().start());
  }
}
