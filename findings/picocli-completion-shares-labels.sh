#!/usr/bin/env bash
# The completion script of picocli offers the last option's values for each option with the same label.
#
# AutoComplete.bash stores the values of an option in a shell variable named after its label, the word
# that help shows for its parameter. Two options of one command with the label NAME, but with values
# of their own, share one variable, so the first option gets the values of the second. Help and the
# parser are right. Give options with values labels that differ.
#
# Seen with picocli 4.7.7, Temurin 25.0.3, bash 5.2, 2026-11-29:
#   same label: --color small large; --size small large
#   two labels: --color red green; --size small large
# Needs Java 25 or newer, in JAVA_HOME or on the PATH, and Maven. Fails if a line differs.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Script.java" <<'JAVA'
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

void main(String[] labels) {
  CommandSpec tool = CommandSpec.create().name("tool");
  tool.addOption(option("--color", labels[0], List.of("red", "green")));
  tool.addOption(option("--size", labels[1], List.of("small", "large")));
  IO.print(AutoComplete.bash("tool", new CommandLine(tool)));
}

OptionSpec option(String name, String label, List<String> values) {
  return OptionSpec.builder(name)
      .type(String.class)
      .paramLabel(label)
      .completionCandidates(values)
      .build();
}
JAVA
cd "$folder"
"${bin}java" -version 2>&1 | head -n 1
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=info.picocli:picocli:4.7.7 -DoutputDirectory="$folder" >maven 2>&1 || { cat maven >&2; exit 1; }

# Prints what the script offers after each option. $1, $2: labels
offered() {
  "${bin}java" -cp picocli-4.7.7.jar Script.java "$1" "$2" >script
  bash --norc <<'SHELL'
source ./script
offer() {
  COMP_WORDS=(tool "$1" "")
  COMP_CWORD=2
  COMPREPLY=()
  _complete_tool 2>/dev/null
  echo "$1 ${COMPREPLY[*]}"
}
echo "$(offer --color); $(offer --size)"
SHELL
}
said="same label: $(offered NAME NAME)
two labels: $(offered COLOR SIZE)"
echo "$said"
expected='same label: --color small large; --size small large
two labels: --color red green; --size small large'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
