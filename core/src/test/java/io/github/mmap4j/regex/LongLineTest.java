package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long line that lacks a required literal is rejected before java.util.regex searches it. */
class LongLineTest {
  private static final int LENGTH = 3_000_000;
  private static final long FEW_STEPS = 100_000;

  private static MemorySegment text(String text) {
    return MemorySegment.ofArray(text.getBytes(ISO_8859_1));
  }

  private static BytePattern pattern(String regex) {
    return BytePattern.compile(regex).withLimit(FEW_STEPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a+b",
        "a.*a.*b",
        "[ab]*a.*a.*ab",
        "aa.*(?:xb|yb)",
        "a.*aa.*aaa.*b",
        "(?:a|c)+a.*b",
        "a.*ba"
      })
  void missingLiteralIsNoticedAtOnce(String regex) {
    MemorySegment text = text("a".repeat(LENGTH) + "\nb\n");
    assertEquals(0, pattern(regex).lines(text).count());
    assertEquals(true, pattern(regex).find(text).isEmpty());
  }

  @Test
  void shortLinesAroundALongOneAreSearched() {
    String lines = "ab\nb\nxaab\n";
    MemorySegment text = text(lines + "a".repeat(LENGTH) + "\n" + lines + "a".repeat(LENGTH));
    List<String> found = pattern("a+b").lines(text).map(line -> line.toString(ISO_8859_1)).toList();
    assertEquals(List.of("ab", "xaab", "ab", "xaab"), found);
    List<Long> starts = pattern("a+b").all(text).map(Match::start).toList();
    assertEquals(List.of(0L, 6L, 10L + LENGTH + 1, 16L + LENGTH + 1), starts);
  }

  @Test
  void literalAfterTheLastMatchOfALongLineIsMissing() {
    MemorySegment text = text("foo bar nope " + "foo bar ".repeat(LENGTH / 8));
    BytePattern nope = pattern("foo [abr]+ nope");
    assertEquals(1, nope.all(text).count());
  }

  @Test
  void manyLiteralsAreAllRequired() {
    MemorySegment text = text("foo bar baz alpha ".repeat(LENGTH / 18));
    assertEquals(0, pattern("foo.*bar.*baz.*nope").lines(text).count());
    assertEquals(0, pattern("nope.*foo.*bar.*baz").lines(text).count());
    assertEquals(0, pattern("foo.*zebra.*bar.*alpha.*nope").lines(text).count());
  }
}
