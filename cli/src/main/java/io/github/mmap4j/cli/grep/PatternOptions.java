package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The flags of {@code grep} that determine which lines match. Of flags that contradict each other,
 * the last one holds.
 */
public final class PatternOptions {
  @Option(
      names = {"-E", "--extended-regexp"},
      description = "Take PATTERN as described above. This is the default.")
  private void extended(boolean given) {
    take(given, ByteRegex.Syntax.EXTENDED);
  }

  @Option(
      names = {"-P", "--perl-regexp"},
      description = "The same, but \\< and \\> are literal, as in Perl.")
  private void perl(boolean given) {
    take(given, ByteRegex.Syntax.PERL);
  }

  @Option(
      names = {"-G", "--basic-regexp"},
      description =
          "Take PATTERN as a basic regular expression, in which ( ) { } | + ? are literal, and"
              + " operators if they follow a backslash.")
  private void basic(boolean given) {
    take(given, ByteRegex.Syntax.BASIC);
  }

  @Option(
      names = {"-F", "--fixed-strings"},
      description = "Take PATTERN literally.")
  private void fixed(boolean given) {
    take(given, null);
  }

  @Option(
      names = {"-e", "--regexp"},
      paramLabel = "PATTERN",
      description = "Search for PATTERN; may be given several times.")
  List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Search for the patterns in FILE, one per line; - is standard input.")
  List<String> patternFiles = new ArrayList<>();

  @Option(
      names = {"-i", "-y", "--ignore-case"},
      description = "Ignore the case of ASCII letters.")
  private void ignoreCase(boolean given) {
    ignoresCase |= given;
  }

  @Option(names = "--no-ignore-case", description = "Regard the case. This is the default.")
  private void regardCase(boolean given) {
    ignoresCase &= !given;
  }

  @Option(
      names = {"-w", "--word-regexp"},
      description = "Match only whole words, of letters, digits and _.")
  boolean words;

  @Option(
      names = {"-x", "--line-regexp"},
      description = "Match only whole lines.")
  boolean wholeLines;

  @Option(
      names = {"-v", "--invert-match"},
      description = "Select the lines that do not match.")
  boolean invert;

  @Option(
      names = {"-z", "--null-data"},
      description = "Lines end with a zero byte instead of a newline.")
  private boolean nullData;

  @Option(
      names = "--limit",
      paramLabel = "NUM",
      description =
          "Give up on a file if matching PATTERN against one line examines more than NUM"
              + " bytes; a byte counts each time it is examined. The default is 100,000,000"
              + " plus 100 per byte of the line.")
  private String steps;

  private boolean ignoresCase;
  private ByteRegex.Syntax syntax = ByteRegex.Syntax.EXTENDED; // null for literal texts

  /** Returns whether PATTERN is in options, so that every argument names a file. */
  public boolean hasPatterns() {
    return !patterns.isEmpty() || !patternFiles.isEmpty();
  }

  private void take(boolean given, ByteRegex.Syntax other) {
    syntax = given ? other : syntax;
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
