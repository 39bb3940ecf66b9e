package io.github.mmap4j.regex;

import java.util.regex.Pattern;

/**
 * Determines the {@link RegexFacts} of a regular expression that java.util.regex has accepted. It
 * parses sequences, alternatives, groups and repetitions; {@link ByteClasses} handles elements that
 * match one character. The parser never guesses; if anything is uncertain, it returns no facts.
 */
final class PatternParser {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE
          | Pattern.MULTILINE
          | Pattern.DOTALL
          | Pattern.UNIX_LINES
          | Pattern.UNICODE_CASE
          | Pattern.UNICODE_CHARACTER_CLASS;

  private static final String FLAG_LETTERS = "imsduU";
  private static final int[] FLAG_BITS = {
    Pattern.CASE_INSENSITIVE,
    Pattern.MULTILINE,
    Pattern.DOTALL,
    Pattern.UNIX_LINES,
    Pattern.UNICODE_CASE,
    Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE,
  };

  /** The maximum depth of nested groups; deeper nesting is not worth the stack. */
  private static final int DEEPEST = 100;

  /** Thrown when the facts are unknown. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownException() {
      super(null, null, false, false);
    }
  }

  private final String regex;
  private final ByteClasses characters;
  private boolean counts;
  private boolean leaks;
  private int captures;
  private int flags;
  private int at;
  private int depth;
  private boolean inLookBehind;

  /**
   * Whether {@code flags} are the flags at the start of the expression; {@link Pattern#flags}
   * reports those at the end.
   */
  private final boolean flagsAtStart;

  private PatternParser(String regex, int flags, boolean flagsAtStart) {
    this.regex = regex;
    this.characters = new ByteClasses(regex);
    this.flags = flags;
    this.flagsAtStart = flagsAtStart;
  }

  /**
   * The facts about an expression. In java.util.regex, the result at one start may also depend on
   * attempts at earlier starts, in two ways, which the two flags record.
   *
   * @param counts whether a group has a range of repetitions, as in {@code (ab){2,5}};
   *     java.util.regex remembers where such a loop failed, but not in which iteration
   * @param leaks whether a group may keep what it captured in a failed attempt
   */
  record Parsed(RegexFacts facts, boolean counts, boolean leaks) {}

  /**
   * Returns the facts about an expression compiled with these flags, or null if they are unknown.
   */
  static Parsed parse(String regex, int flags) {
    return parse(new PatternParser(regex, flags, true));
  }

  /** Returns the facts about a compiled expression, or null if they are unknown. */
  static Parsed parse(Pattern pattern) {
    return parse(new PatternParser(pattern.pattern(), pattern.flags(), false));
  }

  private static Parsed parse(PatternParser parser) {
    try {
      return new Parsed(parser.whole(), parser.counts, parser.leaks);
    } catch (UnknownException e) {
      return null;
    }
  }

  private RegexFacts whole() throws UnknownException {
    if ((flags & Pattern.LITERAL) != 0) {
      flags &= FLAGS;
      return literals(0, regex.length());
    }
    if ((flags & ~FLAGS) != 0) {
      throw new UnknownException();
    }
    RegexFacts all = alternatives();
    if (at != regex.length()) {
      throw new UnknownException();
    }
    return all;
  }

  private RegexFacts alternatives() throws UnknownException {
    RegexFacts all = sequence();
    while (looking('|')) {
      at++;
      all = all.or(sequence());
    }
    return all;
  }

  private boolean looking(char c) {
    return at < regex.length() && regex.charAt(at) == c;
  }

  private RegexFacts sequence() throws UnknownException {
    RegexFacts all = RegexFacts.EMPTY;
    while (at < regex.length() && !looking('|') && !looking(')')) {
      all = all.then(item());
    }
    return all;
  }

  private RegexFacts item() throws UnknownException {
    char c = regex.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '^', '$' -> {
        at++;
        yield repeated(RegexFacts.PLACE, false);
      }
      case '[' -> repeated(one(characters.classEnd(at)), false);
      case '\\' -> escape();
      case '.' -> repeated(one(at + 1), false);
      case '*', '+', '?', '{' -> throw new UnknownException();
      default -> {
        at++;
        yield repeated(literal(c), false);
      }
    };
  }

  private RegexFacts group() throws UnknownException {
    if (++depth > DEEPEST) {
      throw new UnknownException();
    }
    int outer = flags;
    int outerCaptures = captures;
    boolean outerLookBehind = inLookBehind;
    boolean looksAround = false;
    boolean closed = false;
    at++;
    if (!looking('?')) {
      captures++;
    } else {
      at++;
      if (regex.startsWith("<=", at) || regex.startsWith("<!", at)) {
        at += 2;
        looksAround = true;
        inLookBehind = true;
      } else if (looking('=') || looking('!')) {
        at++;
        looksAround = true;
      } else if (looking('<')) {
        captures++;
        at = regex.indexOf('>', at) + 1;
      } else if (looking(':') || looking('>')) {
        closed = looking('>');
        at++;
        if (closed) {
          refuseBehind();
        }
      } else if (flagsEnd() == ')') {
        if (!flagsAtStart) {
          throw new UnknownException();
        }
        depth--;
        return RegexFacts.EMPTY;
      }
    }
    int capturesBefore = captures;
    RegexFacts inner = alternatives();
    at++; // the closing parenthesis
    int groupEnd = at;
    flags = outer;
    inLookBehind = outerLookBehind;
    depth--;
    RegexFacts all = repeated(looksAround ? RegexFacts.PLACE : inner, true);
    closed |= regex.charAt(at - 1) == '+';
    leaks |= captures > outerCaptures && (looksAround || closed);
    // A repeated group resets its own capture, but not those of groups within it.
    leaks |= captures > capturesBefore && at > groupEnd;
    return all;
  }

  /** Reads inline flags; returns the character that ends them. */
  private char flagsEnd() throws UnknownException {
    boolean on = true;
    while (true) {
      char c = regex.charAt(at++);
      int letter = FLAG_LETTERS.indexOf(c);
      if (letter >= 0) {
        flags = on ? flags | FLAG_BITS[letter] : flags & ~FLAG_BITS[letter];
      } else if (c == '-' && on) {
        on = false;
      } else if (c == ')' || c == ':') {
        return c;
      } else {
        throw new UnknownException();
      }
    }
  }

  private RegexFacts escape() throws UnknownException {
    char c = regex.charAt(at + 1);
    return switch (c) {
      case 'Q' -> quoted();
      case 'A', 'B', 'Z', 'b', 'z' -> {
        at += 2;
        if (looking('{')) {
          throw new UnknownException();
        }
        yield repeated(RegexFacts.PLACE, false);
      }
      case 'x' -> repeated(one(characters.hexEnd(at + 2, 2)), false);
      case 'u' -> repeated(one(characters.hexEnd(at + 2, 4)), false);
      case 'p', 'P' -> {
        boolean brace = at + 2 < regex.length() && regex.charAt(at + 2) == '{';
        yield repeated(one(brace ? regex.indexOf('}', at) + 1 : at + 3), false);
      }
      default -> {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        if (letter && "dDsSwWhHvVtnrfae".indexOf(c) < 0) {
          throw new UnknownException();
        }
        yield repeated(one(at + 2), false);
      }
    };
  }

  /**
   * Parses {@code \Q} to {@code \E}; a quantifier after {@code \E} repeats only the last quoted
   * character.
   */
  private RegexFacts quoted() throws UnknownException {
    int end = regex.indexOf("\\E", at + 2);
    int stop = end < 0 ? regex.length() : end;
    if (stop == at + 2) {
      throw new UnknownException();
    }
    RegexFacts all = literals(at + 2, stop - 1);
    RegexFacts tail = literal(regex.charAt(stop - 1));
    at = end < 0 ? stop : end + 2;
    if (regex.startsWith("\\Q", at)) {
      throw new UnknownException();
    }
    return all.then(repeated(tail, false));
  }

  /**
   * Rejects an atomic group or a possessive quantifier within a look-behind. There it would see
   * bytes after the position of the look-behind, and so perhaps after the end of the lines
   * searched.
   */
  private void refuseBehind() throws UnknownException {
    if (inLookBehind) {
      throw new UnknownException();
    }
  }

  /** Parses an element that matches one byte and ends at {@code end}. */
  private RegexFacts one(int end) throws UnknownException {
    RegexFacts one = RegexFacts.of(characters.of(at, end, flags));
    at = end;
    return one;
  }

  private RegexFacts literal(char c) throws UnknownException {
    return RegexFacts.of(characters.of(c, flags));
  }

  private RegexFacts literals(int from, int to) throws UnknownException {
    RegexFacts all = RegexFacts.EMPTY;
    for (int i = from; i < to; i++) {
      all = all.then(literal(regex.charAt(i)));
    }
    return all;
  }

  /** Parses an optional quantifier; whether it is greedy or lazy makes no difference here. */
  private RegexFacts repeated(RegexFacts item, boolean group) throws UnknownException {
    if (at == regex.length()) {
      return item;
    }
    long least;
    long most = RegexFacts.ENDLESS;
    switch (regex.charAt(at)) {
      case '*' -> least = 0;
      case '+' -> least = 1;
      case '?' -> {
        least = 0;
        most = 1;
      }
      case '{' -> {
        int close = regex.indexOf('}', at);
        int comma = regex.indexOf(',', at);
        boolean range = comma >= 0 && comma < close;
        least = Integer.parseInt(regex, at + 1, range ? comma : close, 10);
        if (!range) {
          most = least;
        } else if (comma + 1 < close) {
          most = Integer.parseInt(regex, comma + 1, close, 10);
        }
        at = close;
      }
      default -> {
        return item;
      }
    }
    counts |= group && most > 1 && most != least && most != RegexFacts.ENDLESS;
    at++;
    if (looking('+')) {
      refuseBehind();
    }
    if (looking('?') || looking('+')) {
      at++;
    }
    return item.times(least, most);
  }
}
