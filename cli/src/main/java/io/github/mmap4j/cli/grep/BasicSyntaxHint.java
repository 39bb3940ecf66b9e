package io.github.mmap4j.cli.grep;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells users of GNU grep, whose patterns are basic by default, what else a pattern means here. */
final class BasicSyntaxHint {
  private static final String ESCAPED =
      "\\| \\( \\{ \\+ and \\? stand for these characters; with -G they are operators";
  private static final String GROUP =
      "( and ) only make a group; with -G they stand for these characters";
  private static final String IDLE =
      "an operator with nothing to repeat is ignored; with -G it may stand for itself";

  private BasicSyntaxHint() {}

  /**
   * Returns a hint for patterns that were probably meant in the basic syntax.
   *
   * @param found whether a line was selected
   * @param inverted whether the lines that do not match were selected
   */
  static Optional<String> of(List<String> patterns, boolean found, boolean inverted) {
    Stream<String> hints =
        patterns.stream().flatMap(pattern -> hint(pattern, found, inverted).stream());
    return hints.findFirst();
  }

  private static Optional<String> hint(String pattern, boolean found, boolean inverted) {
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
