package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes a regular expression over characters as one over bytes: a character beyond ASCII becomes a
 * group of the bytes that UTF-8 has for it. Their values are the characters of {@link
 * io.github.mmap4j.search.BytePattern}.
 */
final class ByteRegex {
  private final String regex;
  private final StringBuilder bytes = new StringBuilder();
  private int at;
  private int classes; // how many [ are open

  private ByteRegex(String regex) {
    this.regex = regex;
  }

  static String of(String regex) throws Refusal {
    return new ByteRegex(regex).translated();
  }

  /** A regular expression for the text itself. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      quoted.append(String.format("\\x%02x", b));
    }
    return quoted.toString();
  }

  private String translated() throws Refusal {
    while (at < regex.length()) {
      char c = regex.charAt(at);
      if (c == '\\') {
        escape();
      } else {
        classes += c == '[' ? 1 : c == ']' && classes > 0 ? -1 : 0;
        character();
      }
    }
    return bytes.toString();
  }

  private void escape() throws Refusal {
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at);
      int stop = end < 0 ? regex.length() : end + 2;
      int begin = at + 2;
      String text = regex.substring(begin, end < 0 ? stop : end);
      if (classes > 0 && !isAscii(text)) {
        throw inClass(text);
      }
      bytes.append(quoted(text));
      at = stop;
      return;
    }
    at++;
    if (at < regex.length() && regex.charAt(at) < 0x80) {
      bytes.append('\\').append(regex.charAt(at++));
    } else if (at == regex.length()) {
      bytes.append('\\');
    } else {
      character();
    }
  }

  private void character() throws Refusal {
    String character = Character.toString(regex.codePointAt(at));
    at += character.length();
    if (isAscii(character)) {
      bytes.append(character);
    } else if (classes > 0) {
      throw inClass(character);
    } else {
      String encoded = new String(character.getBytes(UTF_8), ISO_8859_1);
      bytes.append("(?:").append(encoded).append(')');
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static Refusal inClass(String text) {
    return new Refusal(
        "PATTERN has '" + text + "' in [...], where only single bytes can be; write (?:x|y)");
  }
}
