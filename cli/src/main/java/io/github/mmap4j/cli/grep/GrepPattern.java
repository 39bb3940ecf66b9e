package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The compiled form of grep's patterns.
 *
 * @param search the search for matching lines; if {@code everyLine} is set, a dummy that finds
 *     nothing, because the selection is inverted instead
 * @param everyLine whether the pattern is empty, so that every line matches
 * @param deep whether a match may need a deep stack, because a group is repeated
 */
record GrepPattern(LineSearch search, boolean everyLine, boolean deep) {
  /** Finds a pattern that means the same as a text in every syntax. */
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9_ ,:;=<>@!%\"'/~`&#-]+");

  private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+{]");

  /** Compiles the patterns, of which a line must match one, according to the flags. */
  static GrepPattern of(List<String> patterns, PatternOptions options) throws Refusal {
    boolean whole = !options.words && !options.wholeLines;
    if (patterns.isEmpty()) {
      return new GrepPattern(new LineSearch.OfNothing(), false, false);
    }
    if (whole && patterns.equals(List.of(""))) {
      return new GrepPattern(new LineSearch.OfNothing(), true, false);
    }
    LineEnd lineEnd = options.lineEnd();
    PatternLimit limit = options.limit();
    boolean ignoresCase = options.ignoresCase();
    boolean literal = options.isFixed() || LITERAL.matcher(patterns.getFirst()).matches();
    if (literal && patterns.size() == 1 && whole && !ignoresCase) {
      Finder finder = Finder.of(patterns.getFirst().getBytes(UTF_8));
      return new GrepPattern(new LineSearch.OfText(finder, lineEnd), false, false);
    }
    int flags = Pattern.UNIX_LINES | (ignoresCase ? Pattern.CASE_INSENSITIVE : 0);
    if (lineEnd == LineEnd.ZERO && options.syntax() != ByteRegex.Syntax.PERL) {
      flags |= Pattern.DOTALL;
    }
    String regex =
        options.isFixed()
            ? Alternatives.of(patterns, ignoresCase)
            : union(patterns, options, flags);
    regex = SingleBytes.joined(regex);
    if (options.wholeLines) {
      regex = "^(?:" + regex + ")\\z";
    } else if (options.words) {
      regex = "(?<!\\w)(?:" + regex + ")(?!\\w)";
    }
    LineSearch search = new LineSearch.OfPattern(compile(regex, flags), limit, lineEnd);
    return new GrepPattern(search, false, REPEATED_GROUP.matcher(regex).find());
  }

  /** Joins the patterns as alternatives. Each is first compiled alone, to check its syntax. */
  private static String union(List<String> patterns, PatternOptions options, int flags)
      throws Refusal {
    ByteRegex.Syntax syntax = options.syntax();
    boolean newlines = options.lineEnd() != LineEnd.NEWLINE;
    if (patterns.size() == 1) {
      return new ByteRegex(patterns.getFirst(), syntax, newlines, 0).translated();
    }
    List<String> all = new ArrayList<>();
    int groups = 0;
    for (String pattern : patterns) {
      compile(new ByteRegex(pattern, syntax, newlines, 0).translated(), flags);
      ByteRegex regex = new ByteRegex(pattern, syntax, newlines, groups);
      all.add("(?:" + regex.translated() + ")");
      groups += regex.groups();
    }
    return String.join("|", all);
  }

  private static BytePattern compile(String regex, int flags) throws Refusal {
    try {
      return BytePattern.compile(regex, flags);
    } catch (PatternSyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " near index " + e.getIndex();
      throw new Refusal(
          "PATTERN: "
              + e.getDescription()
              + place
              + " (-G takes ( ) { } | + ? literally, and -F all characters)");
    }
  }
}
