package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import picocli.CommandLine.Option;

/** The flags of {@code grep}. */
public final class GrepOptions {
  @Option(
      names = {"-c", "--count"},
      description = "Print only how many lines are selected.")
  public boolean count;

  @Option(
      names = {"-l", "--files-with-matches"},
      description = "Print only the names of files with a selected line.")
  public boolean list;

  @Option(
      names = {"-o", "--only-matching"},
      description = "Print only what matches, each match on a line of its own.")
  boolean only;

  @Option(
      names = {"-n", "--line-number"},
      description = "Print the number of each line before it.")
  boolean numbers;

  @Option(
      names = {"-b", "--byte-offset"},
      description = "Print the offset of each line before it, with -o of each match.")
  boolean offsets;

  @Option(
      names = {"-v", "--invert-match"},
      description = "Select the lines that do not match.")
  public boolean invert;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Take a to z and A to Z as the same.")
  boolean ignoreCase;

  @Option(
      names = {"-F", "--fixed-strings"},
      description = "PATTERN is a text as it is, or one in each of its lines.")
  boolean fixed;

  @Option(
      names = {"-a", "--text"},
      description = "Print the lines of a file that has zero bytes, too.")
  boolean text;

  @Option(
      names = {"-m", "--max-count"},
      paramLabel = "NUM",
      description = "Stop after NUM selected lines of each file.")
  String most;

  @Option(
      names = "--limit",
      paramLabel = "NUM",
      description =
          "Give up on a file where PATTERN looks at more than NUM bytes of one line, each counted"
              + " as often as it is looked at; 100,000,000 and 100 for each byte of the line if"
              + " not given.")
  String steps;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "and of a line or, with -o, a match its \"line\" number, \"offset\" and \"text\" or,"
              + " where that is not UTF-8, \"base64\"; with -c \"count\".")
  public boolean json;

  PatternLimit patternLimit() throws Refusal {
    if (steps == null) {
      return PatternLimit.USUAL;
    }
    long limit = Arguments.wholeNumber("--limit", steps);
    if (limit < 0) {
      throw new Refusal("--limit is negative: " + steps);
    }
    return PatternLimit.of(limit);
  }

  /** Returns how many selected lines per file are enough; a negative argument means no limit. */
  public long limit() throws Refusal {
    long limit = most == null ? -1 : Arguments.wholeNumber("NUM", most);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }
}
