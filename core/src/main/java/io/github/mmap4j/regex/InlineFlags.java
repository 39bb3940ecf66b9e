package io.github.mmap4j.regex;

import io.github.mmap4j.regex.PatternParser.UnknownException;
import java.util.regex.Pattern;

/**
 * Reads the flags in an expression, as {@code i-s} in {@code (?i-s)} and {@code (?i-s:a)}.
 *
 * @param flags the flags that are set after them
 * @param alone whether they hold up to the end of the enclosing group, as in {@code (?i)}, and not
 *     only in a group of their own, as in {@code (?i:a)}
 * @param end the offset after the character that ends them
 */
record InlineFlags(int flags, boolean alone, int end) {
  private static final String LETTERS = "imsduU";
  private static final int[] BITS = {
    Pattern.CASE_INSENSITIVE,
    Pattern.MULTILINE,
    Pattern.DOTALL,
    Pattern.UNIX_LINES,
    Pattern.UNICODE_CASE,
    Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE,
  };

  static InlineFlags at(String regex, int begin, int flagsBefore) throws UnknownException {
    int flags = flagsBefore;
    int at = begin;
    boolean on = true;
    while (true) {
      char c = regex.charAt(at++);
      int letter = LETTERS.indexOf(c);
      if (letter >= 0) {
        flags = on ? flags | BITS[letter] : flags & ~BITS[letter];
      } else if (c == '-' && on) {
        on = false;
      } else if (c == ')' || c == ':') {
        return new InlineFlags(flags, c == ')', at);
      } else {
        throw new UnknownException();
      }
    }
  }
}
