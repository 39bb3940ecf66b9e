package io.github.mmap4j.cli.command;

import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains in one line why picocli rejected the arguments. */
public final class Misuse {
  private Misuse() {}

  /** Returns the reason and a reference to the help. */
  public static String of(ParameterException e) {
    return reason(e) + " (see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)";
  }

  private static String reason(ParameterException e) {
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    if (e instanceof MissingParameterException && !unknown.isEmpty()) {
      return "Unknown option: '" + unknown.getFirst() + "'";
    }
    if (e instanceof UnmatchedArgumentException other
        && !other.isUnknownOption()
        && !e.getCommandLine().getSubcommands().isEmpty()) {
      List<String> similar = other.getSuggestions();
      return "there is no subcommand '%s'%s"
          .formatted(
              other.getUnmatched().getFirst(),
              similar.isEmpty() ? "" : "; did you mean " + similar.getFirst() + "?");
    }
    return e.getMessage().replaceFirst("^Error: ", "");
  }
}
