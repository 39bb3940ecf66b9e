package io.github.mmap4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Rewrites arguments that follow the conventions of GNU's getopt_long so that picocli reads them in
 * the same way: each option apart and before all operands, with its argument in the same word.
 */
final class GnuArguments {
  private final Map<String, OptionSpec> options;
  private final List<String> result = new ArrayList<>();
  private final List<String> operands = new ArrayList<>();
  private final List<String> rest;
  private boolean lacksArgument;

  private GnuArguments(CommandSpec command, List<String> arguments) {
    this.options = command.optionsMap();
    this.rest = new ArrayList<>(arguments);
  }

  /** Rewrites the arguments of {@code command}, where {@code -NUM} means {@code --context=NUM}. */
  static List<String> of(CommandSpec command, List<String> arguments) {
    return new GnuArguments(command, arguments).rewritten();
  }

  private List<String> rewritten() {
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      if (word.equals("--")) {
        operands.addAll(rest);
        rest.clear();
      } else if (word.startsWith("--")) {
        longOption(word);
      } else if (word.startsWith("-") && word.length() > 1) {
        shortOptions(word);
      } else {
        operands.add(word);
      }
    }
    if (!lacksArgument) {
      result.add("--");
      result.addAll(operands);
    }
    return result;
  }

  private void longOption(String word) {
    int equals = word.indexOf('=');
    String given = equals < 0 ? word : word.substring(0, equals);
    String name = options.containsKey(given) ? given : completed(given);
    OptionSpec option = options.get(name);
    if (equals >= 0 || option == null) {
      result.add(name + word.substring(given.length()));
    } else if (option.arity().max() == 0) {
      result.add(name);
    } else if (option.arity().min() == 0) {
      result.add(name + "=" + option.fallbackValue());
    } else {
      withArgument(name, null);
    }
  }

  /** Returns the only long option that begins like {@code name}, or else {@code name}. */
  private String completed(String name) {
    Set<OptionSpec> possible =
        options.entrySet().stream()
            .filter(option -> option.getKey().startsWith(name))
            .map(Map.Entry::getValue)
            .collect(Collectors.toSet());
    return possible.size() == 1 ? possible.iterator().next().longestName() : name;
  }

  private void shortOptions(String word) {
    StringBuilder digits = new StringBuilder();
    for (int i = 1; i < word.length(); i++) {
      char c = word.charAt(i);
      OptionSpec option = options.get("-" + c);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (option != null && option.arity().max() > 0) {
        withArgument(option.longestName(), i + 1 < word.length() ? word.substring(i + 1) : null);
        break;
      } else {
        result.add("-" + c);
      }
    }
    if (!digits.isEmpty()) {
      result.add("--context=" + digits);
    }
  }

  private void withArgument(String name, String argument) {
    if (argument != null) {
      result.add(name + "=" + argument);
    } else if (rest.isEmpty()) {
      result.add(name); // as the last word, so that picocli reports what is missing
      lacksArgument = true;
    } else {
      result.add(name + "=" + rest.removeFirst());
    }
  }
}
