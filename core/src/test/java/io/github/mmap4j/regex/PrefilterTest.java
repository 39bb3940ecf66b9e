package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that prefilters are used where they can be; the random test checks their results. */
class PrefilterTest {
  private static Prefilter prefilter(String regex) {
    return BytePattern.compile(regex).prefilter();
  }

  /** Returns the literals of an expression, with the range of the bytes before them. */
  private static List<String> literals(String regex) {
    return PatternParser.parse(regex, 0).facts().required().stream()
        .map(
            each ->
                new String(each.bytes(), ISO_8859_1)
                    + " "
                    + each.low()
                    + (each.high() == RegexFacts.ENDLESS ? ".." : "-" + each.high()))
        .toList();
  }

  @Test
  void literalsAreFound() {
    assertEquals(List.of("quick 0-0", "jumps 5.."), literals("quick.*jumps"));
    assertEquals(List.of("- 4-4"), literals("[0-9]{4}-[0-9]{2}"));
    assertEquals(List.of("a.b 1-2"), literals("x?[yz]\\Qa.b\\E"));
    assertEquals(List.of("abab 0-0"), literals("(?:ab){2}"));
    assertEquals(List.of("ab 0-0", "d 2-3"), literals("(ab)c?+(?>d)\\b"));
  }

  @Test
  void anOptionPromisesNothing() {
    assertEquals(List.of(), literals("(?:abc)?"));
    assertEquals(List.of(), literals("(?!abc)"));
    assertEquals(List.of(), literals("abc|"));
    assertEquals(List.of(), literals("(?i)abc"));
  }

  @Test
  void alternativesPromiseWhatAllOfThemContain() {
    assertEquals(List.of("ab 0-0"), literals("abc|abd"));
    assertEquals(List.of(), literals("abc|de"));
    assertEquals(List.of("needle 3.."), literals("foo.*needle|bar.*needle"));
    assertEquals(List.of("cd 0-2"), literals("xcdz|(?:yy|z?)cde"));
    assertEquals(List.of("key= 0.."), literals("key=|a\\w+key=|xykey=b"));
  }

  @Test
  void groupsAndQuotedLiteralsPromiseWhatTheyContain() {
    assertEquals(List.of("ab 0-0"), literals("(?:(?<x>ab)c*)+"));
    assertEquals(List.of("ab 0-0"), literals("(?:(?:ab|abc)+?)++"));
    assertEquals(List.of("b 2-2", "a. 0-0", "c* 3.."), literals("\\Qa.b\\E\\Q\\E+\\Qc*"));
    assertEquals(List.of("-a 1-1"), literals("(?i).-(?-i:a)"));
    assertEquals(List.of("ab 1-2", "c 4.."), literals("\\Rab\\Xc"));
    assertEquals(List.of("aab 0-0"), literals("\\x{61}\\0141\\x62"));
  }

  @Test
  void referencesPromiseNothingButTheirLength() {
    assertEquals(List.of("quick 0-0", " jumps 10.."), literals("(quick).*\\1 jumps"));
    assertEquals(List.of("b 1..", "needle 2.."), literals("(?=(a+))\\1b.*needle"));
    assertEquals(List.of("a 0-0", "0c 2-4"), literals("(?<n>ab?)\\k<n>0c"));
    assertFalse(prefilter("(a\\n)b\\1").withinLine());
    assertTrue(prefilter("(?=(a\\n))b.c").withinLine());
  }

  @Test
  void theRarestLiteralComesFirst() {
    assertEquals(2, prefilter("e[0-9]+zq").literals().getFirst().needle().length());
  }

  @Test
  void aSimplePatternNeedsNoEngine() {
    assertTrue(prefilter("[0-9]{4}-[0-9]{2}").exact());
    assertTrue(prefilter("(?i)error").exact());
    assertFalse(prefilter("([0-9]){2}").exact());
    assertFalse(prefilter("[0-9]+").exact());
    assertFalse(prefilter("^ab").exact());
  }

  @Test
  void aPatternWithinALineIsRecognized() {
    assertTrue(prefilter("a.*b").withinLine());
    assertFalse(prefilter("a\\s*b").withinLine());
    assertFalse(prefilter("(?s)a.*b").withinLine());
  }

  @Test
  void noStartIsSkippedIfAFailedOneMayMatter() {
    assertFalse(prefilter("(?=(a)b)ac|x").independent());
    assertFalse(prefilter("(?>(a)b)?c").independent());
    assertFalse(prefilter("(?=(a)|b)c").independent());
    assertFalse(prefilter("(?:(?=(a)b)a|b)c").independent());
    assertFalse(prefilter("(?:(a)|b)+c").independent());
    assertFalse(prefilter("(?!(a))b").independent());
    assertFalse(prefilter("(?<=(a))b").independent());
    assertFalse(prefilter("(?:a|bc){1,3}d").independent());
    assertFalse(prefilter("a{1,3}b{2}|(?:(c){2}){2}?a").independent());
    assertTrue(prefilter("(c){2}a").independent());
    assertTrue(prefilter("(?>(a)b)c").independent());
    assertTrue(prefilter("(?=(a+))\\1b").independent());
    assertTrue(prefilter("(?:(a)b)+c").independent());
    assertTrue(prefilter("(a)(?=b)(?:cd)*").independent());
  }

  @Test
  void aReferenceToWhatAnEarlierLineMayHaveLeftIsNotFree() {
    assertFalse(prefilter("(?:(?>(a)b)c|x)\\1").free());
    assertTrue(prefilter("(?>(a)b)\\1").free());
  }

  private static Prefilter.Literal walked(String regex) {
    return prefilter(regex).literals().stream()
        .filter(each -> each.walk() != null)
        .findFirst()
        .orElse(null);
  }

  @Test
  void startsAreWalkedToOverRepeatedSets() {
    assertTrue(walked("[\\w.+-]+@[\\w-]+\\.[\\w.]+").single());
    assertTrue(walked("([\\w.])+?(-{1,3})@").single());
    assertTrue(walked("\\w+\\s+: ").single());
    assertNull(walked("\\w{3}@"));
    assertNull(walked("(?:ab|c)+@"));
  }

  @Test
  void noStartIsWalkedToIfOccurrencesMayShareIt() {
    assertNull(walked("[@a]+@"));
    assertNull(walked(".*@"));
    assertNull(walked("\\w*foo"));
    assertTrue(walked("\\w*foo:").single());
  }

  @Test
  void eachStartIsTriedIfMoreThanTheBytesBeforeTheLiteralDecide() {
    assertFalse(walked("\\b\\w+@").single());
    assertFalse(walked("(?<=x)\\w+@").single());
    assertFalse(walked("\\w++a@").single());
    assertFalse(walked("(?>\\w+)a@").single());
    assertFalse(walked("(\\w+)@\\1").single());
  }

  @Test
  void startsAreRuledOutWithoutALiteral() {
    assertEquals(3, prefilter("(?:ERR|WARN).*").scan().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?x)a b",
        "a\\b{g}",
        "(a\\1)",
        "(a)\\2(b)",
        "[a\\Q]\\E]",
        "(?<!(?>\\PL|))",
        "(?<=(?:a?+))b"
      })
  void anUncertainExpressionHasNoPrefilter(String regex) {
    assertSame(Prefilter.NOTHING, prefilter(regex));
  }

  @Test
  void flagsOfACompiledPatternMayBeThoseAtItsEnd() {
    assertSame(Prefilter.NOTHING, BytePattern.of(Pattern.compile("ab(?i)cd")).prefilter());
    assertNotNull(prefilter("ab(?i)cd").scan());
    assertNotNull(BytePattern.of(Pattern.compile("(?i)ab(?:c(?-i)d)")).prefilter().scan());
    assertSame(Prefilter.NOTHING, BytePattern.of(Pattern.compile("(?i)ab(?s)c")).prefilter());
  }
}
