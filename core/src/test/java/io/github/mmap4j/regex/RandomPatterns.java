package io.github.mmap4j.regex;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes random regular expressions from all elements of java.util.regex, and texts for them. */
final class RandomPatterns {
  private static final String[] LETTERS = {
    "a", "b", "c", "k", "A", "0", "1", "-", " ", "_", "\n", "\r", "\u0085", "\u00e9", "\u00c9",
    "\u00ff", "\u00b5", "\u0000", "]", "}", "&", ",", "#", "a", "b", "a", "b", "0", "\n",
  };
  private static final String[] CLASSES = {
    ".",
    ".",
    "[ab]",
    "[^a]",
    "[^\\n]",
    "[a-c0]",
    "[a-c&&[^b]]",
    "[\\n-]",
    "[^\\x85\\n]",
    "[[a]b]",
    "\\d",
    "\\w",
    "\\s",
    "\\D",
    "\\W",
    "\\S",
    "\\h",
    "\\H",
    "\\v",
    "\\V",
    "[0-9]",
    "[^-]",
    "[\\]a]",
    "\\p{Lower}",
    "\\p{L}",
    "\\PL",
    "\\pL",
    "\\P{Alpha}",
    "[\\w&&[^a]]",
    "[\\p{L}0]",
    "[^\\s]",
    "[\u00e0-\u00ff]",
    "[a\\Qb]\\E]",
    "[^\\x00-\\xff]",
    "[]a]",
    "[a&&b]",
    "[k\\x{212a}]",
  };
  private static final String[] ESCAPES = {
    "\\n",
    "\\r",
    "\\t",
    "\\x61",
    "\\x85",
    "\\xe9",
    "\\u0061",
    "\\u00c9",
    "\\0141",
    "\\x{61}",
    "\\-",
    "\\]",
    "\\\\",
    "\\e",
    "\\cJ",
    "\\Qa\\E",
    "\\Qab\\E",
    "\\Q\\E",
    "\\Qa-b",
    "\\Q0\\E\\Qb\\E",
    "\\ ",
    "\\u0131",
    "\\x{212a}",
    "\\N{LATIN SMALL LETTER A}",
  };
  private static final String[] PLACES = {
    "^", "$", "\\A", "\\Z", "\\z", "\\b", "\\B", "\\G", "\\b{g}", "\\R", "\\X", "\\1", "\\2",
    "\\k<n>", "(?i)", "(?-i)", "(?s)", "(?m)", "(?u)", "(?x)", "(?d)", "(?U)", "(?is-m)", "(?!)",
  };
  private static final String[] OPENINGS = {
    "(", "(", "(?:", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?i:", "(?s-i:", "(?m:",
  };
  private static final String[] REPEATS = {
    "?", "*", "+", "{2}", "{0,2}", "{1,}", "{1,3}", "{0}", "{3}", "{2,}", "{0,1}", "{1}",
  };
  private static final String[] BEFORE_LITERALS = {
    "\\w", "[ab]", "[^b]", "[^-\\n]", "[a-c0]", "a", "\\s", ".", "\\d", "[\\w.-]", "(?i:a)",
  };
  private static final String[] LITERALS = {"-", "b", "--", "-b", "ab", "0", "bab", "\n"};
  private static final String[] REFERENCES = {"\\1", "\\1", "\\2", "\\k<n>", "(?i:\\1)"};
  private static final String[] MANNERS = {"", "", "", "", "?", "+"};
  private static final int[] FLAGS = {
    Pattern.CASE_INSENSITIVE,
    Pattern.MULTILINE,
    Pattern.DOTALL,
    Pattern.UNIX_LINES,
    Pattern.UNICODE_CASE | Pattern.CASE_INSENSITIVE,
    Pattern.UNICODE_CHARACTER_CLASS,
    Pattern.COMMENTS,
    Pattern.LITERAL,
  };

  private final RandomGenerator random;

  RandomPatterns(RandomGenerator random) {
    this.random = random;
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }

  Pattern pattern() {
    while (true) {
      int flags = 0;
      while (random.nextInt(4) == 0) {
        flags |= FLAGS[random.nextInt(FLAGS.length)];
      }
      try {
        Pattern made = Pattern.compile(regex(), flags);
        if ((made.flags() & Pattern.CANON_EQ) == 0) { // from (?c), which the JDK does not document
          return made;
        }
      } catch (PatternSyntaxException e) {
        continue; // not every string is an expression
      }
    }
  }

  private String regex() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> simple();
      case 3 -> repeatsBeforeLiteral();
      case 4 -> references();
      default -> expression(3, true);
    };
  }

  /** Makes repeated sets, a literal and something else, as in the pattern of an e-mail address. */
  private String repeatsBeforeLiteral() {
    StringBuilder regex = new StringBuilder();
    int repeats = 1 + random.nextInt(3);
    for (int i = 0; i < repeats; i++) {
      regex.append(random.nextInt(8) == 0 ? any(PLACES) : "");
      String set = any(BEFORE_LITERALS);
      regex.append(random.nextInt(4) == 0 ? "(" + set + ")" : set);
      regex.append(random.nextInt(5) == 0 ? "" : any(REPEATS) + any(MANNERS));
    }
    regex.append(any(LITERALS));
    return regex + (random.nextBoolean() ? simple() : expression(1, true));
  }

  /** Makes groups in various places and references to them, with a literal. */
  private String references() {
    StringBuilder regex = new StringBuilder();
    int items = 2 + random.nextInt(3);
    for (int i = 0; i < items; i++) {
      String group = "(" + (random.nextInt(4) == 0 ? "?<n>" : "") + simple() + ")";
      regex.append(
          switch (random.nextInt(6)) {
            case 0 -> "(?=" + group + ")";
            case 1 -> "(?>" + group + any(LETTERS) + ")";
            case 2 -> "(?:" + group + any(LETTERS) + ")" + any(REPEATS) + any(MANNERS);
            case 3 -> group;
            default -> any(REFERENCES) + (random.nextInt(3) == 0 ? any(REPEATS) : "");
          });
      regex.append(random.nextInt(3) == 0 ? any(LITERALS) : "");
      regex.append(random.nextInt(12) == 0 ? "|" : "");
    }
    return regex.toString();
  }

  /** Makes what people usually write: letters and classes in a row, some repeated. */
  private String simple() {
    StringBuilder regex = new StringBuilder();
    int items = 1 + random.nextInt(6);
    for (int i = 0; i < items; i++) {
      regex.append(random.nextInt(3) == 0 ? any(CLASSES) : any(LETTERS));
      if (random.nextInt(4) == 0) {
        regex.append(any(REPEATS));
      }
    }
    return regex.toString();
  }

  /**
   * Makes any expression.
   *
   * @param begins whether it may have {@code ^} and {@code \A}. In a look-behind, these set what
   *     {@link java.util.regex.Matcher#start()} returns to their own position, which is an error of
   *     the JDK, so there would be nothing to compare with.
   */
  private String expression(int depth, boolean begins) {
    StringBuilder regex = new StringBuilder();
    int items = random.nextInt(5);
    for (int i = 0; i < items; i++) {
      regex.append(item(depth, begins));
      if (random.nextInt(3) == 0) {
        regex.append(any(REPEATS)).append(any(MANNERS));
      }
      if (random.nextInt(10) == 0) {
        regex.append('|');
      }
    }
    return regex.toString();
  }

  private String item(int depth, boolean begins) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> any(CLASSES);
      case 2 -> any(ESCAPES);
      case 3 -> {
        String place = any(PLACES);
        yield begins || !"^\\A".contains(place) ? place : "\\b";
      }
      case 4, 5 -> {
        String opening = any(OPENINGS);
        boolean mayBegin = begins && !opening.startsWith("(?<=") && !opening.startsWith("(?<!");
        yield depth == 0 ? "a" : opening + expression(depth - 1, mayBegin) + ")";
      }
      default -> any(LETTERS);
    };
  }

  /** Makes a text of a few letters, so that much of it matches. */
  byte[] text(int longest) {
    String[] few = new String[2 + random.nextInt(6)];
    for (int i = 0; i < few.length; i++) {
      few[i] = any(LETTERS);
    }
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest + 1);
    while (text.length() < length) {
      text.append(any(few));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
