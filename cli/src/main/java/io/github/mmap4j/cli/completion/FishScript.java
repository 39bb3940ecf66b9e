package io.github.mmap4j.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A script for fish, which completes and describes subcommands, options and values. */
final class FishScript {
  /** The labels of arguments that name files. */
  private static final Set<String> FILES =
      Set.of("FILE", "FILE|DIR", "OUT", "A", "B", "FROM", "TO");

  /**
   * Two functions that test the words before the cursor: whether they begin with the given
   * subcommands, and whether they are these only.
   */
  private static final String FUNCTIONS =
      """
      function __%1$s_begins
        set -l words (commandline -opc)[2..-1]
        test (count $words) -ge (count $argv); or return 1
        for i in (seq (count $argv))
          test $words[$i] = $argv[$i]; or return 1
        end
      end

      function __%1$s_is
        test (count (commandline -opc)) -eq (math 1 + (count $argv)); and __%1$s_begins $argv
      end

      """;

  private final String name;
  private final StringBuilder script = new StringBuilder();

  private FishScript(String name) {
    this.name = name;
  }

  static String of(CommandSpec command) {
    FishScript fish = new FishScript(command.name());
    fish.script.append(FUNCTIONS.formatted(command.name()));
    fish.command(command, List.of());
    return fish.script.toString().strip();
  }

  private void command(CommandSpec command, List<String> words) {
    for (CommandLine sub : command.subcommands().values()) {
      CommandSpec spec = sub.getCommandSpec();
      line("is", words, "-f -a " + spec.name(), spec.usageMessage().description());
    }
    String within = words.isEmpty() ? "is" : "begins";
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        line(within, words, names(option) + value(option), option.description());
      }
    }
    boolean files = false;
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      files |= namesFile(parameter);
      String values = values(parameter);
      if (!values.isEmpty()) { // only a first argument has such values
        line("is", words, "-f -a " + quoted(values));
      }
    }
    if (!files) {
      line(within, words, "-f");
    }
    for (CommandLine sub : command.subcommands().values()) {
      List<String> longer = new ArrayList<>(words);
      longer.add(sub.getCommandName());
      command(sub.getCommandSpec(), longer);
    }
  }

  private void line(String condition, List<String> words, String what, String... description) {
    String test = String.join(" ", words);
    String call = "__%s_%s %s".formatted(name, condition, test).strip();
    script.append("complete -c %s -n '%s' %s".formatted(name, call, what));
    if (description.length > 0) {
      script.append(" -d ").append(quoted(start(description[0])));
    }
    script.append('\n');
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String given : option.names()) {
      boolean isLong = given.startsWith("--");
      names.append(isLong ? "-l " : "-s ").append(given.substring(isLong ? 2 : 1)).append(' ');
    }
    return names.toString().strip();
  }

  private static String value(OptionSpec option) {
    String values = values(option);
    String need = option.arity().min() > 0 ? " -r" : "";
    if (option.arity().max() == 0) {
      return "";
    }
    if (!values.isEmpty()) {
      return need + " -f -a " + quoted(values);
    }
    return need + (namesFile(option) ? " -F" : " -f");
  }

  private static String values(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null ? "" : String.join(" ", candidates);
  }

  private static boolean namesFile(ArgSpec argument) {
    return FILES.contains(argument.paramLabel());
  }

  /** Returns the text up to the end of its first part, as there is only room for a few words. */
  private static String start(String text) {
    return text.split("[.:;]( |$)", 2)[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
