package io.github.mmap4j.cli.grep;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognises basic patterns, which are GNU grep's default, and tells what they mean here. */
final class BasicSyntax {
  private static final String ESCAPED =
      "\\| \\( \\{ \\+ and \\? stand for these characters; with -G they are operators";
  private static final String GROUP =
      "( and ) only make a group; with -G they stand for these characters";
  private static final String IDLE =
      "an operator with nothing to repeat is ignored; with -G it may stand for itself";

  private BasicSyntax() {}

  /**
   * Returns a hint for patterns that were probably meant in the basic syntax.
   *
   * @param found whether a line was selected
   * @param inverted whether the lines that do not match were selected
   */
  static Optional<String> hint(List<String> patterns, boolean found, boolean inverted) {
    Stream<String> hints =
        patterns.stream().flatMap(pattern -> hintFor(pattern, found, inverted).stream());
    return hints.findFirst();
  }

  /**
   * Returns whether patterns that are refused as extended ones may be basic ones: they have
   * parentheses, but no group of Perl's.
   */
  static boolean mayBeBasic(List<String> patterns) {
    return patterns.stream().anyMatch(pattern -> pattern.contains("("))
        && patterns.stream().noneMatch(pattern -> pattern.contains("(?"));
  }

  private static Optional<String> hintFor(String pattern, boolean found, boolean inverted) {
    if (beginsIdly(pattern)) {
      return Optional.of(IDLE);
    }
    if (inverted ? hasEscapedBar(pattern) : !found && hasEscapedOperator(pattern)) {
      return Optional.of(ESCAPED);
    }
    return !inverted && !found && pattern.contains("(") && hasIdleGroup(pattern)
        ? Optional.of(GROUP)
        : Optional.empty();
  }

  private static boolean beginsIdly(String pattern) {
    int first = pattern.startsWith("^") ? 1 : 0;
    return first < pattern.length() && "*+?".indexOf(pattern.charAt(first)) >= 0;
  }

  private static boolean hasEscapedOperator(String pattern) {
    boolean hasGroup = pattern.contains("\\(") && pattern.contains("\\)");
    return hasGroup || Stream.of("\\|", "\\{", "\\+", "\\?").anyMatch(pattern::contains);
  }

  /** Returns whether an escaped bar is between other characters, as in {@code a\|b}. */
  private static boolean hasEscapedBar(String pattern) {
    int bar = pattern.indexOf("\\|");
    return bar > 0 && bar + 2 < pattern.length();
  }

  /** Returns whether a group changes nothing, as in {@code main(void)}. */
  private static boolean hasIdleGroup(String pattern) {
    boolean isReferred = Pattern.compile("\\\\[1-9]").matcher(pattern).find();
    Pattern group = Pattern.compile("(?<!\\\\)\\((?!\\?)[^()|\\\\]*\\)(?![*+?{])");
    return !isReferred && group.matcher(pattern).find();
  }
}
