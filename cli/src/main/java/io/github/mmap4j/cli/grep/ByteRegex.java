package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.input.Refusal;
import java.util.stream.Collectors;

/**
 * Translates a regular expression over characters into one over bytes. A character beyond ASCII
 * becomes a group of its UTF-8 bytes, each of which {@link io.github.mmap4j.regex.BytePattern}
 * treats as a character.
 */
final class ByteRegex {
  private final String regex;
  private final StringBuilder bytes = new StringBuilder();
  private int at;
  private int classes; // how many [ are open
  private boolean classBegins; // whether a ] would be a literal here

  private ByteRegex(String regex) {
    this.regex = regex;
  }

  static String of(String regex) throws Refusal {
    return new ByteRegex(regex).translated();
  }

  /** Quotes the text. A quantifier after the quoted text applies to its last character. */
  static String quoted(String text) {
    return text.codePoints().mapToObj(ByteRegex::quoted).collect(Collectors.joining());
  }

  private static String quoted(int character) {
    StringBuilder quoted = new StringBuilder();
    for (byte b : Character.toString(character).getBytes(UTF_8)) {
      quoted.append(String.format("\\x%02x", b));
    }
    return character < 0x80 ? quoted.toString() : "(?:" + quoted + ")";
  }

  private String translated() throws Refusal {
    while (at < regex.length()) {
      char c = regex.charAt(at);
      if (c == '\\') {
        escape();
      } else {
        bracket(c);
        character();
      }
    }
    return bytes.toString();
  }

  private void bracket(char c) {
    if (c == '[') {
      classes++;
      classBegins = true;
    } else if (c != '^' || !regex.startsWith("[^", at - 1)) {
      if (c == ']' && classes > 0 && !classBegins) {
        classes--;
      }
      classBegins = false;
    }
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
      classBegins &= text.isEmpty();
      at = stop;
      return;
    }
    at++;
    classBegins = false;
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
