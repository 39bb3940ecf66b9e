package io.github.mmap4j.cli.completion;

import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** A shell that can complete command lines; the names are as they are typed. */
public enum Shell {
  bash(ShellScript::bash),
  zsh(ShellScript::zsh),
  fish(FishScript::of);

  private final Function<CommandSpec, String> script;

  Shell(Function<CommandSpec, String> script) {
    this.script = script;
  }

  /** Returns the script that completes command lines of {@code command}, without a last newline. */
  public String script(CommandSpec command) {
    KnownValues.addTo(command);
    return script.apply(command).strip();
  }
}
