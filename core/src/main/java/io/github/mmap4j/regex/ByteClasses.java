package io.github.mmap4j.regex;

import io.github.mmap4j.regex.PatternParser.UnknownException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Determines which bytes an element of a regular expression matches, if the element matches one
 * character. Each byte is tried with java.util.regex itself.
 */
final class ByteClasses {
  private final String regex;
  private final Map<String, ByteSet> known = new HashMap<>();

  ByteClasses(String regex) {
    this.regex = regex;
  }

  /** Returns the pattern, or throws an exception if the pattern cannot be applied to bytes. */
  static Pattern bytesOnly(Pattern pattern) {
    if ((pattern.flags() & Pattern.CANON_EQ) != 0) {
      throw new IllegalArgumentException("CANON_EQ: no two bytes are one character");
    }
    String regex = pattern.pattern();
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c > 0xff) {
        String name = String.format("U+%04X", regex.codePointAt(i));
        throw new PatternSyntaxException(
            "'" + Character.toString(regex.codePointAt(i)) + "' (" + name + ") is not a byte",
            regex,
            i);
      }
    }
    return pattern;
  }

  /** Returns the bytes that the element at {@code [begin, end)} of the expression matches. */
  ByteSet of(int begin, int end, int flags) throws UnknownException {
    String one = regex.substring(begin, end);
    ByteSet set = known.get(flags + one);
    if (set == null) {
      set = ask(one, flags);
      known.put(flags + one, set);
    }
    return set;
  }

  /** Returns the bytes that a literal character matches. */
  ByteSet of(char c, int flags) throws UnknownException {
    if ((flags & Pattern.CASE_INSENSITIVE) == 0) {
      return ByteSet.of(value -> value == c);
    }
    return ask(Pattern.quote(String.valueOf(c)), flags);
  }

  private static ByteSet ask(String one, int flags) throws UnknownException {
    Matcher matcher;
    try {
      matcher = Pattern.compile(one, flags).matcher("");
    } catch (PatternSyntaxException e) {
      throw new UnknownException();
    }
    return ByteSet.of(value -> matcher.reset(Character.toString(value)).matches());
  }

  /** Returns the end (exclusive) of the single-character escape that begins at {@code begin}. */
  int escapeEnd(int begin) throws UnknownException {
    char c = regex.charAt(begin + 1);
    int next = begin + 2;
    boolean brace = next < regex.length() && regex.charAt(next) == '{';
    return switch (c) {
      case 'x' -> brace ? braceEnd(next) : hexEnd(next, 2);
      case 'u' -> hexEnd(next, 4);
      case 'p', 'P' -> brace ? braceEnd(next) : next + 1;
      case 'N' -> braceEnd(next);
      case 'c' -> next + 1;
      case '0' -> octalEnd(next);
      default -> {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        if (letter && "dDsSwWhHvVtnrfae".indexOf(c) < 0) {
          throw new UnknownException();
        }
        yield next;
      }
    };
  }

  private int braceEnd(int begin) {
    return regex.indexOf('}', begin) + 1;
  }

  /** Returns the end (exclusive) of up to three octal digits, which denote at most 0377. */
  private int octalEnd(int begin) {
    int most = regex.charAt(begin) <= '3' ? 3 : 2;
    int end = begin + 1;
    while (end < Math.min(regex.length(), begin + most)
        && regex.charAt(end) >= '0'
        && regex.charAt(end) <= '7') {
      end++;
    }
    return end;
  }

  /**
   * Returns the end (exclusive) of the hexadecimal digits at {@code begin}, which must denote a
   * byte.
   */
  private int hexEnd(int begin, int digits) throws UnknownException {
    int value;
    try {
      value = Integer.parseInt(regex, begin, begin + digits, 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new UnknownException();
    }
    if (value < 0 || value > 0xff) {
      throw new UnknownException();
    }
    return begin + digits;
  }

  /** Returns the end (exclusive) of the character class that begins at {@code begin}. */
  int classEnd(int begin) throws UnknownException {
    int open = 0;
    int i = begin;
    while (i < regex.length()) {
      switch (regex.charAt(i++)) {
        case '[' -> {
          open++;
          i += i < regex.length() && regex.charAt(i) == '^' ? 1 : 0;
          if (i < regex.length() && regex.charAt(i) == ']') {
            throw new UnknownException();
          }
        }
        case ']' -> {
          if (--open == 0) {
            return i;
          }
        }
        case '\\' -> {
          if (i < regex.length() && "QEcNu0".indexOf(regex.charAt(i)) >= 0) {
            throw new UnknownException();
          }
          i++;
        }
        default -> {}
      }
    }
    throw new UnknownException();
  }
}
