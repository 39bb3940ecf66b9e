package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Line;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class BytePatternTest {
  private static MemorySegment text(String latin1) {
    return MemorySegment.ofArray(latin1.getBytes(ISO_8859_1));
  }

  private static List<Long> starts(String regex, String text) {
    return BytePattern.compile(regex).all(text(text)).map(Match::start).toList();
  }

  private static List<String> lines(String regex, String text) {
    return BytePattern.compile(regex).lines(text(text)).map(l -> l.toString(ISO_8859_1)).toList();
  }

  @Test
  void caretMatchesAtTheStartOfTheTextNotAtFrom() {
    BytePattern caret = BytePattern.compile("^b|\\Ab");
    assertTrue(caret.find(text("ab"), 1).isEmpty());
    assertTrue(caret.matchAt(text("ab"), 1).isEmpty());
    assertEquals(0, caret.find(text("bb")).orElseThrow().start());
  }

  @Test
  void toIsTheEndOfTheText() {
    assertEquals(2, BytePattern.compile("b$").find(text("abbc"), 0, 3).orElseThrow().start());
    assertTrue(BytePattern.compile("b(?=c)").find(text("abc"), 0, 2).isEmpty());
    assertTrue(BytePattern.compile("bc").find(text("abc"), 0, 2).isEmpty());
  }

  @Test
  void lookBehindSeesBytesBeforeFrom() {
    assertEquals(1, BytePattern.compile("(?<=a)b").find(text("ab"), 1).orElseThrow().start());
    assertTrue(BytePattern.compile("\\bb").find(text("ab"), 1).isEmpty());
  }

  @Test
  void aLiteralMatchesItsBytesAlone() {
    byte[] word = "Größe (€) \\E.*".getBytes(UTF_8);
    MemorySegment lines = MemorySegment.ofArray(concat("Größe\n".getBytes(UTF_8), word, word));
    BytePattern pattern = BytePattern.literal(word);
    assertEquals(List.of(8L, 8L + word.length), pattern.all(lines).map(Match::start).toList());
    assertArrayEquals(word, pattern.find(lines).orElseThrow().bytes());
    assertEquals(1, pattern.lines(lines).count());
  }

  @Test
  void aLiteralNeedNotBeText() {
    byte[] bytes = {(byte) 0xff, 0, '\n', (byte) 0xc3};
    MemorySegment text = MemorySegment.ofArray(concat(new byte[] {(byte) 0xff, 0}, bytes));
    BytePattern pattern = BytePattern.literal(bytes);
    bytes[1] = 1; // the pattern has a copy
    assertEquals(2, pattern.find(text).orElseThrow().start());
    assertTrue(BytePattern.literal(bytes).find(text).isEmpty());
    assertEquals(3, BytePattern.literal(new byte[0]).all(text("ab")).count());
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** java.util.regex reports 0, where the ^ matched. */
  @Test
  void aCaretInALookBehindDoesNotMoveTheMatch() {
    Match match = BytePattern.compile("(?<=^ab)c").matchAt(text("abc"), 2).orElseThrow();
    assertEquals(2, match.start());
    assertEquals(1, match.length());
  }

  @Test
  void endOfTheLastMatchIsFromAtFirst() {
    assertEquals(
        List.of(1L, 2L),
        BytePattern.compile("\\Ga").all(text("baaca"), 1, 5).map(Match::start).toList());
  }

  @Test
  void matchAtMatchesThereOnly() {
    BytePattern digits = BytePattern.compile("[0-9]+");
    assertEquals(3, digits.matchAt(text("a123b"), 1).orElseThrow().length());
    assertTrue(digits.matchAt(text("a123b"), 0).isEmpty());
    assertEquals(2, digits.matchAt(text("a123b"), 1, 3).orElseThrow().length());
  }

  @Test
  void groupsHaveNumbersAndNames() {
    Match match = BytePattern.compile("(?<y>[0-9]+)-(x)?").find(text("on 24-")).orElseThrow();
    assertEquals(List.of(3L, 5L), List.of(match.start("y"), match.end(1)));
    assertArrayEquals("24".getBytes(ISO_8859_1), match.bytes("y"));
    assertArrayEquals("24-".getBytes(ISO_8859_1), match.bytes());
    assertEquals(Map.of("y", 1), match.namedGroups());
    assertEquals(2, match.groupCount());
  }

  @Test
  void groupThatTookNoPartIsAbsent() {
    Match match = BytePattern.compile("a(x)?").find(text("a")).orElseThrow();
    assertEquals(List.of(Match.ABSENT, Match.ABSENT), List.of(match.start(1), match.end(1)));
    assertNull(match.bytes(1));
    assertThrows(IndexOutOfBoundsException.class, () -> match.start(2));
    assertThrows(IllegalArgumentException.class, () -> match.start("x"));
  }

  /** As in java.util.regex, a look-ahead keeps what it captured in a failed attempt. */
  @Test
  void groupOfAFailedLookAheadIsKept() {
    byte[] text = "abx".getBytes(ISO_8859_1);
    List<String> kept = new RegexOracle(Pattern.compile("(?=(a)b)ac|x"), text).all(0, 3);
    assertEquals(List.of("[2, 3, 0, 1]"), kept);
    BytePattern pattern = BytePattern.compile("(?=(a)b)ac|x");
    assertEquals(kept, pattern.all(text("abx")).map(RegexOracle::bounds).toList());
  }

  @Test
  void bytesAreCharactersUpTo255() {
    assertEquals(List.of(1L), starts("\\xff", "a\u00ffb"));
    assertEquals(List.of(1L), starts("[\u00f0-\u00ff]", "a\u00ffb"));
    assertEquals(List.of(0L, 1L), starts("(?s).", "\u00c3\u00a9"));
  }

  @Test
  void emptyMatchesAdvanceByAByte() {
    assertEquals(List.of(0L, 2L, 3L), starts("a*", "aab"));
    assertEquals(List.of(0L), starts("", ""));
  }

  @Test
  void characterThatIsNotAByteIsRejected() {
    PatternSyntaxException e =
        assertThrows(PatternSyntaxException.class, () -> BytePattern.compile("ab\u20ac"));
    assertEquals(2, e.getIndex());
    assertTrue(e.getMessage().contains("U+20AC"), e.getMessage());
    assertEquals(List.of(0L), starts("[^\\u20ac]", "a"));
  }

  @Test
  void canonicalEquivalenceIsRejected() {
    Pattern pattern = Pattern.compile("a", Pattern.CANON_EQ);
    assertThrows(IllegalArgumentException.class, () -> BytePattern.of(pattern));
    assertThrows(IllegalArgumentException.class, () -> BytePattern.compile("(?c)a"));
  }

  @Test
  void limitEndsEndlessBacktracking() {
    BytePattern slow = BytePattern.compile("(a|a|b\\1)*c").withLimit(10_000);
    String many = "a".repeat(60);
    PatternLimitException e =
        assertThrows(PatternLimitException.class, () -> slow.find(text("xx" + many), 2));
    assertEquals(10_000, e.limit());
    assertEquals("(a|a|b\\1)*c", e.pattern());
    assertEquals(2, e.offset());
  }

  @Test
  void limitHoldsForEachMatchOfAStream() {
    BytePattern limited = BytePattern.compile("(?x)(?=(a|b)) \\1").withLimit(20);
    assertEquals(50, limited.all(text("a".repeat(50))).count());
    Iterator<Match> late = limited.all(text("a" + "x".repeat(50))).iterator();
    assertEquals(0, late.next().start());
    assertThrows(PatternLimitException.class, late::next);
  }

  @Test
  void exhaustedStackIsALimit() {
    BytePattern deep = BytePattern.compile("(?:a|b)*\\z");
    PatternLimitException e =
        assertThrows(PatternLimitException.class, () -> deep.find(text("ab".repeat(1_000_000))));
    assertTrue(e.getMessage().contains("stack"), e.getMessage());
    assertInstanceOf(StackOverflowError.class, e.getCause());
    assertEquals(BytePattern.UNLIMITED, e.limit());
  }

  @Test
  void rangeOutsideTheTextIsRejected() {
    BytePattern any = BytePattern.compile("a");
    assertThrows(IndexOutOfBoundsException.class, () -> any.find(text("a"), 2));
    assertThrows(IndexOutOfBoundsException.class, () -> any.all(text("a"), 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> any.lines(text("a"), -1, 1));
    assertThrows(IllegalArgumentException.class, () -> any.withLimit(-1));
  }

  @Test
  void eachLineIsATextOfItsOwn() {
    assertEquals(List.of("ab", "ac"), lines("^a.$", "ab\nbab\nac"));
    assertEquals(List.of("b"), lines("(?<!\\n)b", "a\nb\n"));
    assertEquals(List.of(), lines("a\\nb", "a\nb\n"));
    assertEquals(List.of(), lines("a\\s+b", "a\nb\n"));
  }

  @Test
  void aMatchBeforeALiteralIsTheLeftmost() {
    assertEquals(List.of(8L), starts("[\\w.]+@\\w+\\.\\w+", "r@l,r@l,a.b@c.d"));
    assertEquals(List.of(0L), starts("[\\w.]+@\\w+", "aa.b@c"));
    assertEquals(List.of(2L), starts("\\w{1,2}@", "abcd@"));
    assertEquals(List.of(0L), starts("a\\w*\\w{3}@", "axyz@"));
  }

  @Test
  void noMatchBeforeALiteralBeginsBeforeTheEndOfThePreviousOne() {
    assertEquals(List.of(0L), starts("\\w+@\\w+", "a@b@c"));
    assertEquals(List.of(0L, 3L), starts("\\w*@\\w+", "a@b@c"));
    assertEquals(1, BytePattern.compile("\\w+@").find(text("ab@"), 1).orElseThrow().start());
    assertTrue(BytePattern.compile("\\w+@").find(text("ab@"), 2).isEmpty());
  }

  @Test
  void aFurtherStartBeforeALiteralIsTriedIfTheFirstFails() {
    assertEquals(List.of(2L), starts("(?<=x)\\w+@", "axb@"));
    assertEquals(List.of(1L), starts("(\\w+)@\\1", "ab@b"));
    assertEquals(List.of("axb@"), lines("(?<=x)\\w+@", "@\na@\naxb@\n"));
    assertEquals(List.of("@a@"), lines("\\b\\w+@", "a\n@\n@a@"));
  }

  /** The first attempt leaves 0 to 1 in the group, which the match at 2 must not show. */
  @Test
  void aGroupInALookAheadIsCapturedAgainInEachAttempt() {
    Match match = BytePattern.compile("(?=(a+))\\1b").find(text("acaab")).orElseThrow();
    assertEquals(List.of(2L, 2L, 4L), List.of(match.start(), match.start(1), match.end(1)));
    assertEquals(List.of("x"), lines("(?>(a))?+x", "a\nx"));
    assertEquals(List.of(), lines("(?:(?>(a)b)c|x)\\1", "ab\nxa"));
  }

  @Test
  void aLineWithoutOneOfTheLiteralsHasNoMatch() {
    assertEquals(List.of("a needles"), lines("^a.*need.*s$", "a\nneed\ns\na needles\na need"));
    assertEquals(List.of("a1b"), lines("^a.b", "a\nb\na1b\nb"));
    // With this limit, java.util.regex may read nothing, so the literals alone reject the lines.
    BytePattern strict = BytePattern.compile("^a.*need.*s$").withLimit(0);
    assertEquals(0, strict.lines(text("a\nneed\ns\na need\nneeds\n")).count());
  }

  /** An atomic group keeps the byte that it finds after the position. */
  @Test
  void lookBehindMaySeeBytesAfterTheLine() {
    String text = "a\n".repeat(5);
    BytePattern edge =
        BytePattern.compile("(?<!(?>\\PL|))").with(new Tuning(3, 7, 64, 24, 4, 2, 9, 5, 2, 2));
    List<Long> starts = edge.parallel(Runnable::run).all(text(text)).map(Match::start).toList();
    assertEquals(List.of(1L, 3L, 5L, 7L, 9L), starts);
  }

  @Test
  void thereIsNoLineAfterTheLastLineFeed() {
    assertEquals(List.of("a", "", "b"), lines("x*", "a\n\nb\n"));
    assertEquals(List.of(), lines("x*", ""));
    assertEquals(List.of("a\r"), lines("a", "a\r\n"));
  }

  @Test
  void lineKnowsItsPositionAndBytes() {
    MemorySegment text = text("one\ntwo \u00e9\n");
    Line line = BytePattern.compile("two").lines(text).findFirst().orElseThrow();
    assertEquals(new Line(text, 4, 5), line);
    assertEquals("two \u00e9", line.toString(ISO_8859_1));
    assertEquals(-1, line.segment().mismatch(text.asSlice(4, 5)));
    assertThrows(IndexOutOfBoundsException.class, () -> new Line(text, 8, 5));
  }

  @Test
  void patternReturnsTheOneGiven() {
    Pattern pattern = Pattern.compile("a");
    assertSame(pattern, BytePattern.of(pattern).pattern());
  }

  @Test
  void toStringShowsTheExpressionAndItsFlags() {
    assertEquals("BytePattern[a.*b]", BytePattern.compile("a.*b").withLimit(5).toString());
    int flags = Pattern.DOTALL | Pattern.CASE_INSENSITIVE;
    assertEquals(
        "BytePattern[a, CASE_INSENSITIVE, DOTALL]", BytePattern.compile("a", flags).toString());
  }
}
