#!/usr/bin/env bash
# Runs docs/start.md: writes the files that it shows, runs its shell lines in their order, and compares the
# output with that shown. The library comes from a Maven repository of its own. The Gradle build is not run;
# the text of its dependency is compared with the POMs by a test. Prints what differs. Takes about a minute.
set -eu

root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/build/check.sh"
. "$root/build/find-jdk.sh"
. "$root/build/repository.sh"
find_jdk
find_maven
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
export PATH=$JAVA_HOME/bin:$PATH
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

write_settings "$work/settings.xml" "$work/repository" ''
install=$(sed -n 's/^`\.\(\/verify install .*\)`$/\1/p' "$root/docs/start.md")
# shellcheck disable=SC2086 # a command and its arguments
"$root"$install -q -gs "$work/settings.xml" -Dmaven.repo.local="$work/repository" \
  -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -Dmmap4j.target=target/start

# Writes the blocks to files: those after a line that ends with a name in backticks and a colon to the file of
# that name, the shell lines to N.sh, and the output after them to N.txt.
mkdir -p "$work/blocks" "$work/project/.mvn"
awk -v blocks="$work/blocks" -v project="$work/project" '
  file != "" && /^```$/ { close(file); file = ""; next }
  file != "" { print >file; next }
  /^```sh$/ { file = blocks "/" ++n ".sh"; shell = 1; next }
  /^```text$/ && shell { file = blocks "/" n ".txt"; next }
  /^```/ && match(last, /`[^`]*`:$/) {
    file = project "/" substr(last, RSTART + 1, RLENGTH - 3)
    folder = file
    sub(/\/[^\/]*$/, "", folder)
    system("mkdir -p \"" folder "\"")
  }
  { last = $0; shell = shell && /^$/ }
' "$root/docs/start.md"
printf '%s\n' "--global-settings=$work/settings.xml" "-Dmaven.repo.local=$work/repository" \
  >"$work/project/.mvn/maven.config"

# jshell gives up when its second JVM takes more than 5 seconds to start, as on a busy machine.
mkdir "$work/bin"
printf '#!/bin/sh\nexec "%s/bin/jshell" --execution "jdi:hostname(127.0.0.1),timeout(300000)" "$@"\n' \
  "$JAVA_HOME" >"$work/bin/jshell"
chmod +x "$work/bin/jshell"
export PATH=$work/bin:$PATH

cd -- "$work/project"
n=1
while [ -r "$work/blocks/$n.sh" ]; do
  status=0
  seen=$(bash -eu "$work/blocks/$n.sh" 2>&1 </dev/null) || status=$?
  seen=${seen//$'\e'\[m/}
  seen=${seen//$'\e'\[0m/} # Maven resets the colours even where it has set none
  # The first jshell of a user creates a folder, and says so.
  seen=$(sed '/FileSystemPreferences/d; /^INFO: Created user preferences directory/d' <<<"$seen")
  check "$(cat "$work/blocks/$n.sh")" "$(cat "$work/blocks/$n.txt") status 0" "$seen status $status"
  n=$((n + 1))
done
check 'each kind of start is tried' 9 "$((n - 1))"

finish 'docs/start.md'
