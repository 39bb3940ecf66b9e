package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The compiled form of grep's PATTERN.
 *
 * @param search the search for matching lines; if {@code everyLine} is set, a dummy that finds
 *     nothing, because the selection is inverted instead
 * @param everyLine whether the pattern is empty, so that every line matches
 */
record GrepPattern(LineSearch search, boolean everyLine) {
  /** Compiles PATTERN according to the flags. */
  static GrepPattern of(String pattern, GrepOptions options) throws Refusal {
    boolean fixed = options.fixed;
    if (Arguments.isMangled(pattern)) {
      throw new Refusal("PATTERN is not UTF-8, and its bytes are not known (write \\xff)");
    }
    if (pattern.isEmpty()) {
      return new GrepPattern(new LineSearch.OfNothing(), true);
    }
    boolean severalLines = pattern.indexOf('\n') >= 0;
    if (fixed && !severalLines && !options.ignoreCase) {
      return new GrepPattern(new LineSearch.OfText(Finder.of(pattern.getBytes(UTF_8))), false);
    }
    if (!fixed && severalLines) {
      throw new Refusal("PATTERN has a newline, which no line contains (with -F it means: or)");
    }
    String regex = fixed ? anyOf(pattern.split("\n", -1)) : ByteRegex.of(pattern);
    int flags = Pattern.UNIX_LINES | (options.ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    return new GrepPattern(
        new LineSearch.OfPattern(compile(regex, flags), options.patternLimit()), false);
  }

  /**
   * Joins the texts as alternatives, longest first, so that the longest one at a position matches.
   */
  private static String anyOf(String[] texts) {
    return Arrays.stream(texts)
        .sorted(Comparator.comparingInt(text -> -text.getBytes(UTF_8).length))
        .map(ByteRegex::quoted)
        .collect(Collectors.joining("|"));
  }

  private static BytePattern compile(String regex, int flags) throws Refusal {
    try {
      return BytePattern.compile(regex, flags);
    } catch (PatternSyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " near index " + e.getIndex();
      throw new Refusal("PATTERN: " + e.getDescription() + place);
    }
  }
}
