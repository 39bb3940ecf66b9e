package io.github.mmap4j.regex;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names the flags of a {@link Pattern}. */
final class PatternFlags {
  private static final Map<Integer, String> NAMES =
      new TreeMap<>(
          Map.of(
              Pattern.UNIX_LINES, "UNIX_LINES",
              Pattern.CASE_INSENSITIVE, "CASE_INSENSITIVE",
              Pattern.COMMENTS, "COMMENTS",
              Pattern.MULTILINE, "MULTILINE",
              Pattern.LITERAL, "LITERAL",
              Pattern.DOTALL, "DOTALL",
              Pattern.UNICODE_CASE, "UNICODE_CASE",
              Pattern.UNICODE_CHARACTER_CLASS, "UNICODE_CHARACTER_CLASS"));

  private PatternFlags() {}

  /** Returns the names of the flags, each preceded by a comma and a space. */
  static String suffix(int flags) {
    return NAMES.entrySet().stream()
        .filter(each -> (flags & each.getKey()) != 0)
        .map(each -> ", " + each.getValue())
        .collect(Collectors.joining());
  }
}
