package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.grep.FileOptions;
import io.github.mmap4j.cli.grep.GrepOptions;
import io.github.mmap4j.cli.grep.GrepSearch;
import io.github.mmap4j.cli.grep.PatternOptions;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * The subcommand {@code grep}. Its model is built by calls instead of annotations, which takes less
 * time at each start.
 */
final class GrepCommand implements Callable<Integer> {
  private static final String[] DESCRIPTION = {
    "Prints the lines that match PATTERN; with several files, FILE:line.",
    "PATTERN is a regular expression of java.util.regex over bytes: . is one byte,"
        + " \\xff is the byte 255, and a character beyond ASCII stands for its bytes in UTF-8"
        + " (it cannot be used in [...]). A newline in PATTERN means: or.",
    "Flags, output and exit status are those of GNU grep with LC_ALL=C. These differ:",
    "- Without -G, PATTERN is extended, while that of plain grep is basic: ( ) { } | + and ? are"
        + " operators, and stand for themselves after a backslash. A PATTERN that is no extended"
        + " one, such as main(, is taken as a basic one.",
    "- PATTERN is much like that of grep -P, even without -P: \\d, (?=x), \\K and \\xff have their"
        + " meaning, of several alternatives the first that matches is taken, not the longest,"
        + " and ? and + after an operator such as * make it lazy and possessive.",
    "- Without -P, \\< and \\> are the start and end of a word, [[:digit:]] a digit, * + ? {n}"
        + " that have nothing to repeat are ignored, and a ) without ( is literal. A { that starts"
        + " no repetition is literal even if GNU grep refuses it, as in x{}, {n} can't be repeated"
        + " again, and n may exceed 32,767. In a bracket, 1-3-5 is a range and two bytes, and"
        + " \\ escapes the next byte.",
    "- With -P, operators that have nothing to repeat and [[.x.]] are accepted, and [[:<:]] is"
        + " refused.",
    "- -w accepts an empty match between any two bytes that are not of words.",
    "- Output on a terminal is coloured. Errors have other words. A negative NUM of -m means no"
        + " limit, also with -v. After -m, the rest of standard input is not left to other"
        + " programs. A line of standard input that is too long for memory is kept in a file"
        + " in the folder that TMPDIR names, or in /tmp.",
    "- GREP_COLORS and GREP_COLOR are ignored. The undocumented flag -X is unknown."
  };

  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  private final PatternOptions patterns = new PatternOptions();
  private final FileOptions places = new FileOptions();
  private final GrepOptions options = new GrepOptions();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("grep");
  private final PositionalParamSpec pattern =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("PATTERN")
          .description("The pattern that a line must match; left out with -e and -f.")
          .build();
  private final PositionalParamSpec files =
      PositionalParamSpec.builder()
          .index("1..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("FILE")
          .description(
              "Files; - is standard input, which is also searched if there is no FILE (with -r, the"
                  + " working directory is).")
          .build();

  GrepCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
    spec.usageMessage().sortOptions(false).description(DESCRIPTION);
    patterns.addTo(spec);
    places.addTo(spec);
    options.addTo(spec);
    spec.addPositional(pattern).addPositional(files);
  }

  /** Returns the model of the command, whose user object is this. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    String operand = pattern.getValue();
    List<String> all = new ArrayList<>();
    if (files.getValue() != null) {
      all.addAll(files.getValue());
    }
    if (patterns.hasPatterns() && operand != null) {
      all.addFirst(operand);
    } else if (operand == null && !patterns.hasPatterns()) {
      throw new ParameterException(spec.commandLine(), "PATTERN is missing");
    }
    return new GrepSearch(
            operand,
            new GrepSearch.Flags(patterns, places, options),
            new GrepSearch.Streams(in, out, failures, progress))
        .run(all);
  }
}
