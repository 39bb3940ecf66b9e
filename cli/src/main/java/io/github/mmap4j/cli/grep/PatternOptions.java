package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The flags of {@code grep} that determine which lines match. Of flags that contradict each other,
 * the last one holds.
 */
public final class PatternOptions {
  List<String> patterns = List.of();
  List<String> patternFiles = List.of();
  boolean words;
  boolean wholeLines;
  boolean invert;
  private ByteRegex.Syntax syntax = ByteRegex.Syntax.EXTENDED; // null for literal texts
  private boolean syntaxGiven;
  private boolean nullData;
  private String steps;
  private boolean ignoresCase;

  /** Adds the options to a command, in the order of its help. */
  public void addTo(CommandSpec command) {
    OptionAdder options = new OptionAdder(command);
    options.flag(
        this::extended,
        "Take PATTERN as described above. This is the default.",
        "-E",
        "--extended-regexp");
    options.flag(
        this::perl, "The same, but \\< and \\> are literal, as in Perl.", "-P", "--perl-regexp");
    options.flag(
        this::basic,
        "Take PATTERN as a basic regular expression, in which ( ) { } | + ? are literal, and"
            + " operators if they follow a backslash.",
        "-G",
        "--basic-regexp");
    options.flag(this::fixed, "Take PATTERN literally.", "-F", "--fixed-strings");
    options.list(
        list -> patterns = list,
        "PATTERN",
        "Search for PATTERN; may be given several times.",
        "-e",
        "--regexp");
    options.list(
        list -> patternFiles = list,
        "FILE",
        "Search for the patterns in FILE, one per line; - is standard input.",
        "-f",
        "--file");
    options.flag(
        this::ignoreCase, "Ignore the case of ASCII letters.", "-i", "-y", "--ignore-case");
    options.flag(this::regardCase, "Regard the case. This is the default.", "--no-ignore-case");
    options.flag(
        given -> words = given,
        "Match only whole words, of letters, digits and _.",
        "-w",
        "--word-regexp");
    options.flag(given -> wholeLines = given, "Match only whole lines.", "-x", "--line-regexp");
    options.flag(
        given -> invert = given, "Select the lines that do not match.", "-v", "--invert-match");
    options.flag(
        given -> nullData = given,
        "Lines end with a zero byte instead of a newline.",
        "-z",
        "--null-data");
    options.value(
        text -> steps = text,
        "NUM",
        "Give up on a file if matching PATTERN against one line examines more than NUM"
            + " bytes; a byte counts each time it is examined. The default is 100,000,000"
            + " plus 100 per byte of the line.",
        "--limit");
  }

  private void extended(boolean given) {
    take(given, ByteRegex.Syntax.EXTENDED);
  }

  private void perl(boolean given) {
    take(given, ByteRegex.Syntax.PERL);
  }

  private void basic(boolean given) {
    take(given, ByteRegex.Syntax.BASIC);
  }

  private void fixed(boolean given) {
    take(given, null);
  }

  private void ignoreCase(boolean given) {
    ignoresCase |= given;
  }

  private void regardCase(boolean given) {
    ignoresCase &= !given;
  }

  /** Returns whether PATTERN is in options, so that every argument names a file. */
  public boolean hasPatterns() {
    return !patterns.isEmpty() || !patternFiles.isEmpty();
  }

  private void take(boolean given, ByteRegex.Syntax other) {
    syntax = given ? other : syntax;
    syntaxGiven |= given;
  }

  /** Returns whether the syntax was given, rather than left to the default. */
  boolean isSyntaxGiven() {
    return syntaxGiven;
  }

  /** Takes the patterns as basic ones from now on, without counting that as given. */
  void takeBasic() {
    syntax = ByteRegex.Syntax.BASIC;
  }

  boolean ignoresCase() {
    return ignoresCase;
  }

  boolean isFixed() {
    return syntax == null;
  }

  ByteRegex.Syntax syntax() {
    return syntax;
  }

  LineEnd lineEnd() {
    return nullData ? LineEnd.ZERO : LineEnd.NEWLINE;
  }

  PatternLimit limit() throws Refusal {
    if (steps == null) {
      return PatternLimit.USUAL;
    }
    long limit = Arguments.wholeNumber("--limit", steps);
    if (limit < 0) {
      throw new Refusal("--limit is negative: " + steps);
    }
    return PatternLimit.of(limit);
  }
}
