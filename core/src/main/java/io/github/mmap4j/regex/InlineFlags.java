package io.github.mmap4j.regex;

import io.github.mmap4j.regex.PatternParser.UnknownException;
import java.util.regex.Pattern;

/**
 * Inline flags in an expression, such as {@code i-s} in {@code (?i-s)} and {@code (?i-s:a)}.
 *
 * @param flags all flags in effect after the inline flags
 * @param alone whether the inline flags apply to the rest of the enclosing group, as in {@code
 *     (?i)}, and not only to a group of their own, as in {@code (?i:a)}
 * @param end the offset after the {@code )} or {@code :} that ends the inline flags
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
