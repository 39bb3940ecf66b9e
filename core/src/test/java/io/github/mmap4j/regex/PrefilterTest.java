package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
  void alternativesAndOptionsPromiseNothing() {
    assertEquals(List.of(), literals("abc|abd"));
    assertEquals(List.of(), literals("(?:abc)?"));
    assertEquals(List.of(), literals("(?!abc)"));
  }

  @Test
  void theRarestLiteralComesFirst() {
    assertEquals(2, prefilter("e[0-9]+zq").literals().getFirst().finder().length());
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
    assertFalse(prefilter("(?>(a)b)c").independent());
    assertFalse(prefilter("(?:a|bc){1,3}d").independent());
    assertFalse(prefilter("a{1,3}b{2}|(?:(c){2}){2}?a").independent());
    assertTrue(prefilter("(c){2}a").independent());
    assertTrue(prefilter("(a)(?=b)(?:cd)*").independent());
  }

  @Test
  void startsAreRuledOutWithoutALiteral() {
    assertEquals(3, prefilter("(?:ERR|WARN).*").scan().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?x)a b",
        "(a)\\1",
        "\\R",
        "\\X",
        "a\\b{g}",
        "[a\\Q]\\E]",
        "\\x{61}b",
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
  }
}
