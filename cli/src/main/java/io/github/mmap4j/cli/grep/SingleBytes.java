package io.github.mmap4j.cli.grep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites repeated groups of which each alternative is a single byte, such as {@code (a|\d)*}, as
 * bracket expressions. They match the same, and java.util.regex repeats a bracket expression
 * without calling itself for each byte.
 */
final class SingleBytes {
  private static final String PLAIN = "[A-Za-z0-9_ ,:;=<>@!%\"'/~`&#-]";
  private static final String ESCAPE = "\\\\(?:[wWdDsStnrfae]|x[0-9a-fA-F]{2}|[^A-Za-z0-9])";
  private static final String BRACKET = "\\[(?:[^\\[\\]\\\\]|\\\\.)++]";
  private static final String BYTE = "(?:" + PLAIN + "|" + ESCAPE + "|" + BRACKET + ")";

  private static final Pattern ALTERNATIVE = Pattern.compile(BYTE);
  private static final Pattern REPEATED =
      Pattern.compile("(?<!\\\\)\\((?:\\?:)?(" + BYTE + "(?:\\|" + BYTE + ")+)\\)(?=[*+{])");

  /**
   * Finds a reference to a group, a named group or a flag. The first two need groups to keep their
   * numbers, and a flag such as that for comments changes what a character means.
   */
  private static final Pattern OBSTACLE = Pattern.compile("\\\\[1-9k]|\\(\\?[<a-zA-Z-]");

  private SingleBytes() {}

  static String joined(String regex) {
    Matcher repeated = REPEATED.matcher(regex);
    if (!repeated.find() || OBSTACLE.matcher(regex).find()) {
      return regex;
    }
    return repeated.replaceAll(group -> Matcher.quoteReplacement(bracket(group.group(1))));
  }

  private static String bracket(String alternatives) {
    StringBuilder bracket = new StringBuilder("[");
    Matcher each = ALTERNATIVE.matcher(alternatives);
    while (each.find()) {
      boolean special = each.group().length() == 1 && !each.group().matches("\\w");
      bracket.append(special ? "\\" : "").append(each.group());
      each.region(Math.min(each.end() + 1, alternatives.length()), alternatives.length());
    }
    return bracket.append(']').toString();
  }
}
