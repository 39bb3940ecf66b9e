package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.input.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Translates one of grep's regular expressions over characters into one of java.util.regex over
 * bytes. A character beyond ASCII becomes a group of its UTF-8 bytes, each of which {@link
 * io.github.mmap4j.regex.BytePattern} treats as a character.
 */
final class ByteRegex {
  /** The syntaxes, which differ in what has to be escaped. */
  enum Syntax {
    /** Perl's, as far as java.util.regex knows it. */
    PERL,
    /** Perl's, and the escapes {@code \<} and {@code \>} of GNU grep. */
    EXTENDED,
    /** The one in which operators other than {@code *} have a backslash. */
    BASIC
  }

  /** The name of an empty group in place of {@code \K}, from which on a match is printed. */
  static final String KEPT = "mmapKept";

  private static final Pattern INTERVAL = Pattern.compile("\\{(\\d+(,\\d*)?|,\\d*)}");
  private static final String OPERATORS = "(){}|+?";
  private static final String REPEATS = "*+?";
  private static final String TAKES_BRACES = "xpPkgbN";

  private final String regex;
  private final Syntax syntax;
  private final boolean newlines;
  private final int before;
  private final StringBuilder bytes = new StringBuilder();
  private int groups;
  private int kept; // number of the group for \K, or 0
  private int depth; // of open groups
  private int highest; // number of a group that is referred to
  private int begun; // length of the translation after its last ( or |
  private int repeated; // length of the translation after its last operator that repeats
  private int at;

  /**
   * Translates {@code regex}.
   *
   * @param newlines whether lines may contain newlines, before the last of which {@code $} must not
   *     match
   * @param before the number of groups that precede the expression, to which its back-references
   *     have to be adapted
   */
  ByteRegex(String regex, Syntax syntax, boolean newlines, int before) throws Refusal {
    this.regex = regex;
    this.syntax = syntax;
    this.newlines = newlines;
    this.before = before;
    while (at < regex.length()) {
      item(regex.charAt(at));
    }
    int own = groups - (kept > 0 ? 1 : 0);
    if (highest > own) {
      String basic =
          syntax != Syntax.BASIC && regex.contains("\\(") ? " (with -G, \\( begins one)" : "";
      throw new Refusal(
          "PATTERN refers to group " + highest + ", but has " + own + " groups" + basic);
    }
  }

  /** Returns the translation. */
  String translated() {
    return bytes.toString();
  }

  /** Returns the number of capturing groups. */
  int groups() {
    return groups;
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

  private void item(char c) throws Refusal {
    if (c == '\\') {
      escape();
    } else if (c == '[') {
      BracketExpression bracket = new BracketExpression(regex, at, syntax != Syntax.BASIC);
      bytes.append(bracket.translated());
      at = bracket.end();
    } else if (syntax == Syntax.BASIC) {
      basic(c);
    } else {
      operator(c);
    }
  }

  private void operator(char c) throws Refusal {
    if (c == '{') {
      brace(at);
      return;
    }
    if (syntax == Syntax.EXTENDED && isOdd(c)) {
      return;
    }
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == '(') {
      boolean captures = !regex.startsWith("(?", at);
      boolean named = regex.startsWith("(?<", at) && !looking("(?<=") && !looking("(?<!");
      groups += captures || named ? 1 : 0;
    }
    character();
    begun = c == '(' || c == '|' ? bytes.length() : begun;
    repeated = REPEATS.indexOf(c) >= 0 ? bytes.length() : repeated;
  }

  /**
   * Translates a character that java.util.regex would refuse, and returns whether it was one. In
   * GNU grep, a parenthesis that closes no group is literal, and an operator that has nothing to
   * repeat does nothing.
   */
  private boolean isOdd(char c) {
    boolean repeats = REPEATS.indexOf(c) >= 0;
    boolean afterRepeat = c == '*' && repeated > 0 && repeated == bytes.length();
    boolean repeatsNothing = repeats && bytes.length() == begun && !looking("?", "(");
    if (c == ')' && depth == 0) {
      bytes.append("\\)");
    } else if (afterRepeat) {
      bytes.setCharAt(repeated - 1, '*');
    } else if (!repeatsNothing) {
      return false;
    }
    at++;
    return true;
  }

  /** Returns whether {@code text} comes next, after {@code before}. */
  private boolean looking(String text, String before) {
    return looking(text) && regex.startsWith(before, at - before.length());
  }

  private boolean looking(String text) {
    return regex.startsWith(text, at);
  }

  /**
   * Translates the brace that follows {@code from}, perhaps after a backslash. Without one, a brace
   * that starts no interval stands for itself.
   */
  private void brace(int from) throws Refusal {
    boolean basic = syntax == Syntax.BASIC;
    String rest = regex.substring(from);
    Matcher interval = INTERVAL.matcher(basic ? rest.replaceFirst("\\\\}", "}") : rest);
    boolean counts =
        interval.lookingAt() && (syntax != Syntax.PERL || !interval.group(1).startsWith(","));
    if (counts) {
      String count = interval.group(1);
      bytes.append('{').append(count.startsWith(",") ? "0" : "").append(count).append('}');
      at = from + interval.end() + (basic ? 1 : 0);
    } else if (basic) {
      throw new Refusal("PATTERN has a \\{ that starts no repetition such as \\{2,3\\}");
    } else {
      bytes.append("\\{");
      at = from + 1;
    }
  }

  /** Translates a character of the basic syntax. */
  private void basic(char c) {
    boolean first = at == 0 || regex.startsWith("\\(", at - 2) || regex.startsWith("\\|", at - 2);
    boolean last =
        at + 1 == regex.length()
            || regex.startsWith("\\)", at + 1)
            || regex.startsWith("\\|", at + 1);
    boolean leading = first || at == 1 && regex.charAt(0) == '^';
    boolean literal =
        OPERATORS.indexOf(c) >= 0 || c == '*' && leading || c == '^' && !first || c == '$' && !last;
    if (literal) {
      bytes.append('\\').append(c);
      at++;
    } else if (c != '*' || repeated != bytes.length() || repeated == 0) {
      character();
      repeated = c == '*' ? bytes.length() : repeated;
    } else {
      bytes.setCharAt(repeated - 1, '*');
      at++;
    }
  }

  private void escape() throws Refusal {
    if (syntax != Syntax.BASIC && looking("\\Q")) {
      int end = regex.indexOf("\\E", at);
      int begin = at + 2;
      at = end < 0 ? regex.length() : end + 2;
      bytes.append(quoted(regex.substring(begin, end < 0 ? regex.length() : end)));
      return;
    }
    at++;
    if (at == regex.length()) {
      bytes.append('\\');
      return;
    }
    char c = regex.charAt(at);
    if (syntax == Syntax.BASIC && OPERATORS.indexOf(c) >= 0) {
      basicOperator(c);
    } else if (syntax != Syntax.PERL && c == '<') {
      bytes.append("\\b(?=\\w)");
      at++;
    } else if (syntax != Syntax.PERL && c == '>') {
      bytes.append("\\b(?<=\\w)");
      at++;
    } else if (syntax != Syntax.BASIC && c == 'K') {
      keep();
    } else if (c >= '1' && c <= '9') {
      highest = Math.max(highest, c - '0');
      reference(c);
    } else if (c < 0x80) {
      bytes.append('\\').append(c);
      at++;
      if (TAKES_BRACES.indexOf(c) >= 0 && looking("{")) {
        int end = Math.max(at, regex.indexOf('}', at) + 1);
        bytes.append(regex, at, end);
        at = end;
      }
    } else {
      character();
    }
  }

  private void basicOperator(char c) throws Refusal {
    if (c == '{') {
      brace(at);
      return;
    }
    groups += c == '(' ? 1 : 0;
    bytes.append(c);
    repeated = REPEATS.indexOf(c) >= 0 ? bytes.length() : repeated;
    at++;
  }

  private void keep() throws Refusal {
    if (kept > 0) {
      throw new Refusal("PATTERN has \\K twice");
    }
    groups++;
    kept = groups;
    bytes.append("(?<").append(KEPT).append(">)");
    at++;
  }

  /** Translates the number of a group of this expression, which begins with {@code digit}. */
  private void reference(char digit) {
    if (before == 0 && kept == 0) {
      bytes.append('\\').append(digit);
      at++;
      return;
    }
    int end = at + 1;
    while (end < regex.length() && Character.isDigit(regex.charAt(end)) && syntax == Syntax.PERL) {
      end++;
    }
    int number = Integer.parseInt(regex.substring(at, Math.min(end, at + 4)));
    int shift = before + (kept > 0 && number >= kept ? 1 : 0);
    bytes.append("(?:\\").append(number + shift).append(')'); // keeps later digits apart
    at = end;
  }

  private void character() {
    String character = Character.toString(regex.codePointAt(at));
    at += character.length();
    if (newlines && character.equals("$")) {
      bytes.append("\\z");
    } else if (character.codePointAt(0) < 0x80) {
      bytes.append(character);
    } else {
      bytes.append("(?:").append(new String(character.getBytes(UTF_8), ISO_8859_1)).append(')');
    }
  }
}
