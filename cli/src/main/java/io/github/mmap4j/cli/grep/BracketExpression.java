package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import java.util.Map;

/**
 * A bracket expression such as {@code [^[:space:]x-z]}, with the meaning that grep gives it. In
 * java.util.regex, {@code [} and {@code &&} have a special meaning between brackets, and {@code
 * [:space:]} has none.
 */
final class BracketExpression {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "p{Alpha}"),
          Map.entry("digit", "p{Digit}"),
          Map.entry("alnum", "p{Alnum}"),
          Map.entry("upper", "p{Upper}"),
          Map.entry("lower", "p{Lower}"),
          Map.entry("punct", "p{Punct}"),
          Map.entry("print", "p{Print}"),
          Map.entry("graph", "p{Graph}"),
          Map.entry("cntrl", "p{Cntrl}"),
          Map.entry("space", "p{Space}"),
          Map.entry("blank", "p{Blank}"),
          Map.entry("xdigit", "p{XDigit}"),
          Map.entry("ascii", "p{ASCII}"),
          Map.entry("word", "w"));

  private final String regex;
  private final boolean escapes;
  private final StringBuilder bytes = new StringBuilder("[");
  private int at;

  /**
   * Translates the bracket expression at {@code at}.
   *
   * @param escapes whether a backslash is an escape, as in Perl, and not a literal
   */
  BracketExpression(String regex, int at, boolean escapes) throws Refusal {
    this.regex = regex;
    this.escapes = escapes;
    this.at = at + 1;
    translate();
  }

  /** Returns the translation, or the rest of the expression if the bracket is never closed. */
  String translated() {
    return bytes.toString();
  }

  /** Returns the offset after the bracket expression. */
  int end() {
    return at;
  }

  private void translate() throws Refusal {
    final int begin = at;
    if (looking("^")) {
      bytes.append('^');
      at++;
    }
    for (boolean first = true; at < regex.length(); ) {
      char c = regex.charAt(at);
      if (c == ']' && !first) {
        at++;
        requireDoubled(regex.substring(begin, at - 1));
        bytes.append(']');
        return;
      }
      int from = at;
      item(c);
      first &= regex.startsWith("\\Q\\E", from) && escapes;
    }
  }

  /** Refuses {@code [:space:]}, which is almost certainly a mistake, as GNU grep does. */
  private static void requireDoubled(String inside) throws Refusal {
    if (inside.length() > 1 && inside.startsWith(":") && inside.endsWith(":")) {
      throw new Refusal("character class syntax is [[" + inside + "]], not [" + inside + "]");
    }
  }

  private void item(char c) throws Refusal {
    if (looking("[:") && regex.indexOf(":]", at + 2) >= 0) {
      named();
    } else if ((looking("[.") || looking("[=")) && isSingle()) {
      literal(regex.codePointAt(at + 2));
      at += 5;
    } else if (isElement('.') || isElement('=')) {
      throw new Refusal("PATTERN has an unknown collating element: " + regex.substring(at));
    } else if (c == '\\' && escapes) {
      escape();
    } else if (c == '-') {
      bytes.append('-');
      at++;
    } else {
      int character = regex.codePointAt(at);
      literal(character);
      at += Character.charCount(character);
    }
  }

  private void named() throws Refusal {
    int end = regex.indexOf(":]", at + 2);
    String name = regex.substring(at + 2, end);
    boolean negated = name.startsWith("^");
    String known = CLASSES.get(negated ? name.substring(1) : name);
    if (known == null) {
      throw new Refusal("PATTERN has an unknown character class: [:" + name + ":]");
    }
    char first = known.charAt(0);
    bytes.append('\\').append(negated ? Character.toUpperCase(first) : first);
    bytes.append(known, 1, known.length());
    at = end + 2;
  }

  /** Returns whether a single character stands for itself here, as in {@code [.-.]}. */
  private boolean isSingle() {
    return regex.startsWith(regex.charAt(at + 1) + "]", at + 3);
  }

  /** Returns whether an element such as {@code [.hyphen.]} begins here. */
  private boolean isElement(char mark) {
    return looking("[" + mark) && regex.indexOf(mark + "]", at + 2) >= 0;
  }

  private void escape() throws Refusal {
    if (looking("\\Q")) {
      int end = regex.indexOf("\\E", at);
      String text = regex.substring(at + 2, end < 0 ? regex.length() : end);
      for (int i = 0; i < text.length(); i++) {
        literal(text.codePointAt(i));
      }
      at = end < 0 ? regex.length() : end + 2;
    } else if (looking("\\b")) {
      bytes.append("\\x08"); // a backspace in Perl; java.util.regex has no such escape
      at += 2;
    } else if (at + 1 < regex.length() && regex.charAt(at + 1) >= 0x80) {
      throw inClass(regex.codePointAt(at + 1));
    } else {
      int end = Math.min(regex.length(), at + 2);
      bytes.append(regex, at, end);
      at = end;
      if (looking("{")) {
        int close = regex.indexOf('}', at) + 1;
        bytes.append(regex, at, Math.max(at, close));
        at = Math.max(at, close);
      }
    }
  }

  private void literal(int character) throws Refusal {
    if (character >= 0x80) {
      throw inClass(character);
    }
    if (!Character.isLetterOrDigit(character)) {
      bytes.append('\\');
    }
    bytes.append((char) character);
  }

  private boolean looking(String text) {
    return regex.startsWith(text, at);
  }

  private static Refusal inClass(int character) {
    return new Refusal(
        "PATTERN has '"
            + Character.toString(character)
            + "' in [...], where only single bytes can be; write (?:x|y)");
  }
}
