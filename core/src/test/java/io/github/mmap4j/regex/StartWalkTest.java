package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StartWalkTest {
  private static final Tuning SMALL =
      new Tuning(3, 7, Integer.MAX_VALUE - 8, 1 << 29, 4, 2, 9, 5, 2, 7);

  private static StartWalk walk(String regex) {
    return StartWalk.over(PatternParser.parse(regex, 0).facts().runs());
  }

  private static long first(StartWalk walk, String text, long from, long place) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return walk.first(
        new ByteWindow(MemorySegment.ofArray(bytes), bytes.length, SMALL), from, place);
  }

  private static long naive(String regex, String text, int from, int place) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    for (int i = from; i <= place; i++) {
      if (pattern.matcher(text.substring(i, place)).matches()) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void theFirstStartIsFound() {
    assertEquals(3, first(walk("\\w+"), "ab cd@", 0, 5));
    assertEquals(4, first(walk("\\w+"), "ab cd@", 4, 5));
    assertEquals(-1, first(walk("\\w+"), "ab @", 0, 3));
    assertEquals(3, first(walk("\\w*"), "ab @", 0, 3));
  }

  @Test
  void boundsAreExact() {
    assertEquals(2, first(walk("\\w{2,3}"), "abcde@", 0, 5));
    assertEquals(-1, first(walk("\\w{2,3}"), "a@", 0, 1));
    assertNotNull(walk("[\\w.]{1,64}"));
    assertNull(walk("\\w{1,1000}"));
  }

  @Test
  void aStartFurtherOffIsFoundAfterNearerOnesWereRuledOut() {
    assertEquals(0, first(walk("a\\w*\\w{3}"), "axyz@", 0, 4));
    assertEquals(-1, first(walk("a\\w{3}"), "aaxyz@", 2, 5));
  }

  @Test
  void randomRunsAreWalkedAsANaiveLoopDoes() {
    long seed = System.nanoTime();
    System.out.println("StartWalkTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> sets = List.of("a", "[ab]", "[bc]", ".", "[^a]");
    List<String> repeats = List.of("", "*", "+?", "?", "{2}", "{1,3}", "{0,2}?", "{2,}");
    for (int i = 0; i < 5_000; i++) {
      StringBuilder regex = new StringBuilder();
      for (int runs = random.nextInt(5); runs > 0; runs--) {
        regex.append(sets.get(random.nextInt(sets.size())));
        regex.append(repeats.get(random.nextInt(repeats.size())));
      }
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append("abc".charAt(random.nextInt(3)));
      }
      int place = random.nextInt(text.length() + 1);
      int from = random.nextInt(place + 1);
      assertEquals(
          naive(regex.toString(), text.toString(), from, place),
          first(walk(regex.toString()), text.toString(), from, place),
          () -> "/" + regex + "/ in " + text + " " + from + ".." + place + " seed " + seed);
    }
  }
}
