package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import picocli.CommandLine.Option;

/** The flags of {@code grep}. */
public final class GrepOptions {
  @Option(
      names = {"-c", "--count"},
      description = "Print only the number of selected lines.")
  boolean count;

  @Option(
      names = {"-l", "--files-with-matches"},
      description = "Print only the names of files with selected lines.")
  boolean list;

  @Option(
      names = {"-o", "--only-matching"},
      description = "Print only the matching parts, each on its own line.")
  boolean only;

  @Option(
      names = {"-n", "--line-number"},
      description = "Print the line number before each line.")
  boolean numbers;

  @Option(
      names = {"-b", "--byte-offset"},
      description = "Print the byte offset before each line, or with -o before each match.")
  boolean offsets;

  @Option(
      names = {"-v", "--invert-match"},
      description = "Select the lines that do not match.")
  boolean invert;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Ignore the case of ASCII letters.")
  boolean ignoreCase;

  @Option(
      names = {"-F", "--fixed-strings"},
      description = "Take PATTERN literally; if it has several lines, each is an alternative.")
  boolean fixed;

  @Option(
      names = {"-a", "--text"},
      description = "Print lines even if the file has zero bytes.")
  boolean text;

  @Option(
      names = {"-m", "--max-count"},
      paramLabel = "NUM",
      description = "Stop after NUM selected lines in each file.")
  String most;

  @Option(
      names = "--limit",
      paramLabel = "NUM",
      description =
          "Give up on a file if matching PATTERN against one line examines more than NUM"
              + " bytes; a byte counts each time it is examined. The default is 100,000,000"
              + " plus 100 per byte of the line.")
  String steps;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "and for each line (with -o, each match) its \"line\" number, \"offset\""
              + " and \"text\", or \"base64\" if the text is not UTF-8; with -c, \"count\".")
  boolean json;

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

  /** Returns the maximum number of selected lines per file; a negative argument means no limit. */
  long limit() throws Refusal {
    long limit = most == null ? -1 : Arguments.wholeNumber("NUM", most);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }
}
