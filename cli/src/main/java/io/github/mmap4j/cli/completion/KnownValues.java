package io.github.mmap4j.cli.completion;

import io.github.mmap4j.cli.memory.KnownAdvice;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The arguments whose value is one of a few words. They are listed here, because reading such lists
 * from annotations would slow down every start.
 */
final class KnownValues {
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "--color", List.of("always", "never", "auto"),
          "--binary-files", List.of("binary", "text", "without-match"),
          "--directories", List.of("read", "skip", "recurse"),
          "--devices", List.of("read", "skip"));

  private KnownValues() {}

  /** Adds the values to the arguments of {@code command} and of its subcommands. */
  static void addTo(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      for (String name : option.names()) {
        if (OPTIONS.containsKey(name)) {
          command.remove(option);
          command.addOption(
              OptionSpec.builder(option)
                  .paramLabel(name) // picocli's script stores the values under the label
                  .completionCandidates(OPTIONS.get(name))
                  .build());
        }
      }
    }
    for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
      List<String> values = values(parameter);
      if (!values.isEmpty()) {
        command.remove(parameter);
        command.addPositional(
            PositionalParamSpec.builder(parameter).completionCandidates(values).build());
      }
    }
    for (CommandLine sub : command.subcommands().values()) {
      addTo(sub.getCommandSpec());
    }
  }

  private static List<String> values(ArgSpec parameter) {
    return switch (parameter.paramLabel()) {
      case "ADVICE" -> KnownAdvice.names();
      case "EXAMPLE" -> List.of("1", "2", "3");
      default -> List.of();
    };
  }
}
