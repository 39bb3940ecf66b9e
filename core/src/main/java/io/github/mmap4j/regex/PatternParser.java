package io.github.mmap4j.regex;

import java.util.regex.Pattern;

/**
 * Determines the {@link RegexFacts} of a regular expression that java.util.regex has accepted. The
 * parser handles sequences, alternatives, groups and repetitions; {@link ByteClasses} handles
 * elements that match one character. The parser never guesses; if anything is uncertain, it returns
 * no facts.
 */
final class PatternParser {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE
          | Pattern.MULTILINE
          | Pattern.DOTALL
          | Pattern.UNIX_LINES
          | Pattern.UNICODE_CASE
          | Pattern.UNICODE_CHARACTER_CLASS;

  /** The maximum depth of nested groups; deeper nesting is not worth the stack. */
  private static final int DEEPEST = 100;

  /** Thrown when the facts about an expression are unknown. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownException() {
      super(null, null, false, false);
    }
  }

  private final String regex;
  private final ByteClasses characters;
  private boolean counts;
  private final CapturingGroups groups = new CapturingGroups();
  private int flags;

  /** The minimum number of repetitions of the most recently parsed element. */
  private long least;

  private int at;
  private int depth;
  private boolean inLookBehind;

  /**
   * Whether {@code flags} are the flags at the start of the expression; {@link Pattern#flags}
   * reports the flags at its end.
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
   * attempts at earlier starts, in two ways, which {@code counts} and {@code leaks} record.
   *
   * @param counts whether a group has a range of repetitions, as in {@code (ab){2,5}};
   *     java.util.regex remembers where such a loop failed, but not in which iteration
   * @param leaks whether a group may show what it captured in a failed attempt
   * @param refers whether there is a back-reference, such as {@code \1}
   */
  record Parsed(RegexFacts facts, boolean counts, boolean leaks, boolean refers) {}

  /**
   * Returns the facts about an expression compiled with the given flags, or null if the facts are
   * unknown.
   */
  static Parsed parse(String regex, int flags) {
    return parse(new PatternParser(regex, flags, true));
  }

  /** Returns the facts about a compiled expression, or null if the facts are unknown. */
  static Parsed parse(Pattern pattern) {
    return parse(new PatternParser(pattern.pattern(), pattern.flags(), false));
  }

  private static Parsed parse(PatternParser parser) {
    try {
      RegexFacts facts = parser.whole();
      CapturingGroups groups = parser.groups;
      return new Parsed(facts, parser.counts, groups.leak(), groups.referenced());
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
    int outer = groups.last();
    RegexFacts all = sequence();
    while (looking('|')) {
      at++;
      all = all.or(sequence());
      groups.skipAfter(outer);
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
    int outerFlags = flags;
    int outer = groups.last();
    boolean outerLookBehind = inLookBehind;
    boolean looksAround = false;
    boolean ahead = false;
    boolean closed = false;
    int number = 0;
    final int begin = at++;
    if (!looking('?')) {
      number = groups.open(null);
    } else {
      at++;
      if (regex.startsWith("<=", at) || regex.startsWith("<!", at)) {
        at += 2;
        looksAround = true;
        inLookBehind = true;
      } else if (looking('=') || looking('!')) {
        ahead = looking('=');
        at++;
        looksAround = true;
      } else if (looking('<')) {
        int end = regex.indexOf('>', at);
        number = groups.open(regex.substring(at + 1, end));
        at = end + 1;
      } else if (looking(':') || looking('>')) {
        closed = looking('>');
        at++;
        if (closed) {
          refuseBehind();
        }
      } else {
        InlineFlags inline = InlineFlags.at(regex, at, flags);
        at = inline.end();
        if (inline.alone()) {
          depth--;
          set(inline, begin);
          return RegexFacts.EMPTY;
        }
        flags = inline.flags();
      }
    }
    int own = groups.last();
    RegexFacts inner = alternatives();
    if (number > 0) {
      groups.close(number, inner);
    }
    at++; // skips the closing parenthesis
    int groupEnd = at;
    flags = outerFlags;
    inLookBehind = outerLookBehind;
    depth--;
    RegexFacts all =
        repeated(looksAround ? RegexFacts.PLACE : closed ? inner.atomic() : inner, true);
    if (looksAround || closed || regex.charAt(at - 1) == '+') {
      groups.keepAfter(outer);
    } else if (at > groupEnd) {
      // A repeated group resets its own capture, but not those of groups within it.
      groups.keepAfter(own);
    }
    if (least == 0 || looksAround && !ahead) {
      groups.skipAfter(outer);
    }
    return all;
  }

  /**
   * Sets flags for the rest of the enclosing group. If only the flags at the end of the expression
   * are known, a change outside all groups is accepted only at the start, because the flags before
   * a later change are unknown.
   */
  private void set(InlineFlags inline, int begin) throws UnknownException {
    if (flagsAtStart || depth > 0) {
      flags = inline.flags();
    } else if (begin > 0) {
      throw new UnknownException();
    }
  }

  private RegexFacts escape() throws UnknownException {
    char c = regex.charAt(at + 1);
    return switch (c) {
      case 'Q' -> quoted();
      case 'A', 'B', 'G', 'Z', 'b', 'z' -> {
        at += 2;
        if (looking('{')) {
          throw new UnknownException();
        }
        yield repeated(RegexFacts.PLACE, false);
      }
      case 'R' -> {
        at += 2;
        yield repeated(RegexFacts.LINE_BREAK, false);
      }
      case 'X' -> {
        at += 2;
        yield repeated(RegexFacts.CLUSTER, false);
      }
      case 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        int number = c == 'k' ? named() : numbered();
        boolean anyCase = (flags & Pattern.CASE_INSENSITIVE) != 0;
        yield repeated(groups.reference(number, anyCase), false);
      }
      default -> repeated(one(characters.escapeEnd(at)), false);
    };
  }

  private int named() throws UnknownException {
    int end = regex.indexOf('>', at);
    String name = regex.substring(at + 3, end);
    at = end + 1;
    return groups.numbered(name);
  }

  /**
   * Reads the number of a group. Further digits are part of the number as long as such a group
   * exists.
   */
  private int numbered() {
    int number = regex.charAt(at + 1) - '0';
    at += 2;
    while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '9') {
      int longer = 10 * number + regex.charAt(at) - '0';
      if (longer > groups.last()) {
        break;
      }
      number = longer;
      at++;
    }
    return number;
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
    while (regex.startsWith("\\Q\\E", at)) {
      at += 4;
    }
    return all.then(repeated(tail, false));
  }

  /**
   * Rejects an atomic group or a possessive quantifier within a look-behind. Atomic elements could
   * see bytes after the position of the look-behind, and so perhaps after the end of the lines
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

  /** Parses an optional quantifier and applies it to {@code item}. */
  private RegexFacts repeated(RegexFacts item, boolean group) throws UnknownException {
    Quantifier quantifier = Quantifier.at(regex, at);
    least = quantifier.least();
    if (quantifier.end() == at) {
      return item;
    }
    at = quantifier.end();
    long most = quantifier.most();
    counts |= group && most > 1 && most != least && most != RegexFacts.ENDLESS;
    RegexFacts all = item.times(least, most);
    if (quantifier.possessive()) {
      refuseBehind();
      all = all.atomic();
    }
    return all;
  }
}
