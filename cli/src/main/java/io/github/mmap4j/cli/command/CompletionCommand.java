package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints a bash script that completes subcommands, options and file names.",
      "For this shell: source <(mmap completion). For all: mmap completion"
          + " > ~/.local/share/bash-completion/completions/mmap"
    })
final class CompletionCommand implements Callable<Integer> {
  /**
   * The line of the completion script that keeps bash from offering file names as values of
   * options. The line is removed because some of our options take files.
   */
  private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n\n";

  private final Output out;

  @Spec private CommandSpec spec;

  CompletionCommand(Output out) {
    this.out = out;
  }

  @Override
  public Integer call() throws OutputException {
    CommandSpec mmap = spec.root();
    String script = AutoComplete.bash(mmap.name(), mmap.commandLine());
    out.line(script.replace(NO_FILES, "").strip());
    return 0;
  }
}
