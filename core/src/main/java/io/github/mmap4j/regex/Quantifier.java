package io.github.mmap4j.regex;

/**
 * A quantifier, such as {@code {2,}?}, or the absence of one.
 *
 * @param least the minimum number of repetitions, which is 1 if there is no quantifier
 * @param most the maximum number of repetitions, which may be {@link RegexFacts#ENDLESS}
 * @param possessive whether java.util.regex tries only the longest repetition
 * @param end the offset after the quantifier
 */
record Quantifier(long least, long most, boolean possessive, int end) {
  /** Reads the quantifier at an offset, if there is one. */
  static Quantifier at(String regex, int begin) {
    char c = begin < regex.length() ? regex.charAt(begin) : ')';
    return switch (c) {
      case '*' -> manner(regex, 0, RegexFacts.ENDLESS, begin + 1);
      case '+' -> manner(regex, 1, RegexFacts.ENDLESS, begin + 1);
      case '?' -> manner(regex, 0, 1, begin + 1);
      case '{' -> braces(regex, begin);
      default -> new Quantifier(1, 1, false, begin);
    };
  }

  private static Quantifier braces(String regex, int begin) {
    int close = regex.indexOf('}', begin);
    int comma = regex.indexOf(',', begin);
    boolean range = comma >= 0 && comma < close;
    long least = Integer.parseInt(regex, begin + 1, range ? comma : close, 10);
    long most = least;
    if (range) {
      most = comma + 1 < close ? Integer.parseInt(regex, comma + 1, close, 10) : RegexFacts.ENDLESS;
    }
    return manner(regex, least, most, close + 1);
  }

  private static Quantifier manner(String regex, long least, long most, int end) {
    char c = end < regex.length() ? regex.charAt(end) : ')';
    boolean more = c == '?' || c == '+';
    return new Quantifier(least, most, c == '+', more ? end + 1 : end);
  }
}
