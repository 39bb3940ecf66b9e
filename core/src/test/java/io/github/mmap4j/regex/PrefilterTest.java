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

/** That what makes patterns fast is on; that it is right is for the random test. */
class PrefilterTest {
  private static Prefilter plan(String regex) {
    return BytePattern.compile(regex).plan();
  }

  /** The literals of an expression, and between how many bytes are before them. */
  private static List<String> literals(String regex) {
    return PatternParser.parse(regex, 0).shape().required().stream()
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
  void ofSeveralLiteralsTheRareComesFirst() {
    assertEquals(2, plan("e[0-9]+zq").literals.getFirst().finder().length());
  }

  @Test
  void simplePatternNeedsNoEngine() {
    assertTrue(plan("[0-9]{4}-[0-9]{2}").exact);
    assertTrue(plan("(?i)error").exact);
    assertFalse(plan("([0-9]){2}").exact);
    assertFalse(plan("[0-9]+").exact);
    assertFalse(plan("^ab").exact);
  }

  @Test
  void patternWithinALineIsKnown() {
    assertTrue(plan("a.*b").withinLine);
    assertFalse(plan("a\\s*b").withinLine);
    assertFalse(plan("(?s)a.*b").withinLine);
  }

  @Test
  void noStartIsSkippedWhereOneThatFailedMayMatter() {
    assertFalse(plan("(?=(a)b)ac|x").independent);
    assertFalse(plan("(?>(a)b)c").independent);
    assertFalse(plan("(?:a|bc){1,3}d").independent);
    assertFalse(plan("a{1,3}b{2}|(?:(c){2}){2}?a").independent);
    assertTrue(plan("(c){2}a").independent);
    assertTrue(plan("(a)(?=b)(?:cd)*").independent);
  }

  @Test
  void startsAreNarrowedWithoutALiteral() {
    assertEquals(3, plan("(?:ERR|WARN).*").scan.length());
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
  void whatIsNotKnownForSureHasNoPlan(String regex) {
    assertSame(Prefilter.NOTHING, plan(regex));
  }

  @Test
  void flagsOfACompiledPatternMayBeThoseOfItsEnd() {
    assertSame(Prefilter.NOTHING, BytePattern.of(Pattern.compile("ab(?i)cd")).plan());
    assertNotNull(plan("ab(?i)cd").scan);
  }
}
