package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.completion.Shell;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints a script that lets a shell complete subcommands, options, their values and file"
          + " names.",
      "For this shell only: source <(mmap completion) in bash and in zsh (with completion zsh),"
          + " mmap completion fish | source in fish. For all new shells, write the script to"
          + " ~/.local/share/bash-completion/completions/mmap,"
          + " ~/.config/fish/completions/mmap.fish, or for zsh to a file _mmap in a folder of"
          + " $fpath."
    })
final class CompletionCommand implements Callable<Integer> {
  private final Output out;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}; bash by default.")
  private Shell shell;

  @Spec private CommandSpec spec;

  CompletionCommand(Output out) {
    this.out = out;
  }

  @Override
  public Integer call() throws OutputException {
    out.line(shell.script(spec.root()));
    return 0;
  }
}
