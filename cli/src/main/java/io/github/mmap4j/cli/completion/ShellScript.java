package io.github.mmap4j.cli.completion;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** A script of picocli for bash and zsh, which completes subcommands, options and values. */
final class ShellScript {
  /**
   * The line of picocli's script that keeps bash from offering file names as values of options. The
   * line is removed because some of our options take files.
   */
  private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n\n";

  private static final String FUNCTION = "complete -F _complete_%s ";

  /**
   * A function around picocli's, which knows values only as words of their own. Bash splits a word
   * at an equals sign, and zsh does not. The value of an option that needs none (here %2$s) never
   * is a word of its own.
   */
  private static final String AROUND =
      """
      function _%1$s_equals() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} lead=
        if [[ $word == --*=* ]]; then
          lead=${word%%%%=*}=
          COMP_WORDS=("${COMP_WORDS[@]:0:$COMP_CWORD}" "${word%%%%=*}" "${word#*=}")
          COMP_CWORD=$((COMP_CWORD + 1))
        elif [[ $word == "=" ]]; then
          COMP_WORDS[COMP_CWORD]=
        elif [[ $before == "=" ]]; then
          COMP_WORDS=("${COMP_WORDS[@]:0:$((COMP_CWORD - 1))}" "$word")
          COMP_CWORD=$((COMP_CWORD - 1))
        elif [[ " %2$s " == *" $before "* ]]; then
          COMP_WORDS[COMP_CWORD-1]=
        fi
        _complete_%1$s
        [[ $lead == "" ]] || COMPREPLY=("${COMPREPLY[@]/#/$lead}")
      }

      """;

  /** Completes the line at which zsh loads the script, if it lies in a folder of {@code fpath}. */
  private static final String LOADED_BY_ZSH =
      """
      if [[ ${funcstack[1]} == _%1$s ]]; then
        _bash_complete -o default -F _%1$s_equals
      fi
      """;

  private ShellScript() {}

  static String bash(CommandSpec command) {
    String name = command.name();
    String script = AutoComplete.bash(name, command.commandLine()).replace(NO_FILES, "");
    int end = script.lastIndexOf(FUNCTION.formatted(name));
    return script.substring(0, end)
        + AROUND.formatted(name, withOptionalValue(command))
        + "complete -F _%1$s_equals -o default %1$s".formatted(name);
  }

  static String zsh(CommandSpec command) {
    String name = command.name();
    return "#compdef " + name + "\n" + bash(command) + "\n" + LOADED_BY_ZSH.formatted(name).strip();
  }

  private static String withOptionalValue(CommandSpec command) {
    return command.subcommands().values().stream()
        .flatMap(sub -> sub.getCommandSpec().options().stream())
        .filter(option -> option.arity().min() == 0 && option.arity().max() == 1)
        .flatMap(option -> Arrays.stream(option.names()))
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
