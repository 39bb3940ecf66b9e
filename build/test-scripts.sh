#!/usr/bin/env bash
# Tests how the scripts in the root find a JDK, and how ./mmap can be called. Prints what fails.
set -eu

root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/build/check.sh"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Creates a folder that looks like a JDK. $1: folder; $2: the version that `java -version` prints; $3: the
# JAVA_VERSION in its release file; no such file if not given
jdk() {
  mkdir -p "$1/bin" "$1/lib"
  echo modules >"$1/lib/modules"
  printf '#!/bin/sh\necho '\''openjdk version "%s" 2026-01-20'\'' >&2\n' "$2" >"$1/bin/java"
  printf '#!/bin/sh\n' >"$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
  if [ $# -gt 2 ]; then
    printf 'IMPLEMENTOR="Some"\nJAVA_VERSION="%s"\n' "$3" >"$1/release"
  fi
}

# Prints the JDK that is found, or the error and the status. $1: JAVA_HOME; $2: PATH; others: the folders
# where JDKs are installed
found() {
  local home=$1 path=$2
  shift 2
  printf '%s\n' "$@" >"$work/folders"
  env -i JAVA_HOME="$home" PATH="$path" FOLDERS="$work/folders" "$BASH" -euc '
    . "$1/build/find-jdk.sh"
    jdk_folders() {
      local folder
      while IFS= read -r folder; do printf "%s\n" "$folder"; done <"$FOLDERS"
    }
    find_jdk
    printf "%s\n" "$JAVA_HOME"' script "$root" 2>&1 || printf 'status %s\n' $?
}

tools=$work/tools
mkdir "$tools"
ln -s "$(command -v readlink)" "$tools/readlink"
jdk "$work/17" 17.0.15 17.0.15
jdk "$work/my 25" 25.0.3 25.0.3
jdk "$work/25ea" 25-ea 25
jdk "$work/27" 27 27
jdk "$work/unnamed" 25.0.1
jdk "$work/no javac" 25 25
rm "$work/no javac/bin/javac"
jdk "$work/no modules" 25 25
: >"$work/no modules/lib/modules"
jdk "$work/like the root" 25 # like /, where lib/modules is the kernel's
rm "$work/like the root/lib/modules"
mkdir "$work/like the root/lib/modules"
jdk "$work/dead" 25
printf '#!/bin/sh\nexit 1\n' >"$work/dead/bin/java"
jdk "$work/odd" 25 'what?'
mkdir "$work/hollow"

none='script: mmap4j needs a JDK 25 or newer, and none was found: install one (Temurin 25, package'
none="$none temurin-25-jdk) or set JAVA_HOME to it"$'\nstatus 2'
check 'no JDK: one line, status 2' "$none" "$(found '' "$tools" "$work/nowhere")"
check 'broken and old ones are passed over' "$none" \
  "$(found "$work/hollow" "$tools" "$work/17" "$work/no javac" "$work/no modules" \
    "$work/like the root" "$work/dead" "$work/odd" "$work/hollow")"
check 'JAVA_HOME is first' "$work/27" "$(found "$work/27" "$work/25ea/bin:$tools" "$work/my 25")"
check 'no JAVA_HOME is not the root folder, whatever is in its bin and lib' "$none" \
  "$(env -i PATH="$tools" "$BASH" -euc '
    . "$1/build/find-jdk.sh"
    jdk_folders() { :; }
    jdk_version() { [ -z "$1" ] && version=25; }
    find_jdk
    printf "%s\n" "$JAVA_HOME"' script "$root" 2>&1 || printf 'status %s\n' $?)"
check 'an old JAVA_HOME is passed over' "$work/my 25" "$(found "$work/17" "$tools" "$work/my 25")"
check 'the PATH is second' "$work/27" "$(found '' "$work/27/bin:$tools" "$work/my 25")"
mkdir "$work/bin"
ln -s "$work/my 25/bin/java" "$work/bin/java"
check 'a link on the PATH is followed' "$work/my 25" "$(found '' "$work/bin:$tools" "$work/25ea")"
check 'the oldest that will do is taken' "$work/my 25" \
  "$(found '' "$work/17/bin:$tools" "$work/17" "$work/hollow" "$work/27" "$work/my 25")"
check 'without a release file java is asked' "$work/unnamed" \
  "$(found '' "$tools" "$work/17" "$work/unnamed")"

mkdir "$work/a b"
printf 'Hello Python!\n' >"$work/a b/hello.txt"
ln -s "$root/mmap" "$work/a b/link"
ln -s 'a b/link' "$work/again"
cd "$work/a b"
check 'through links, from another folder' Python "$(../again slice hello.txt 6 12)"
printf 'a  $x* "' >x
check 'arguments pass untouched' 2 "$(./link find ' $x* "' x)"
echo 'aé' >é.txt
check 'names and texts keep their bytes in any locale' 1 "$(LC_ALL=C ./link find é é.txt)"
check 'options of the environment for Java programs have no effect' Python \
  "$(JAVA_TOOL_OPTIONS=-XX:+UseParallelGC JDK_JAVA_OPTIONS=-Xnonsense _JAVA_OPTIONS=-Xmx1m \
    ./link slice hello.txt 6 12 2>&1)"
check 'status 1 passes' 'status 1' "$(./link find zzz hello.txt || echo "status $?")"
check 'status 2 passes' 'status 2' "$(./link find zzz nowhere 2>/dev/null || echo "status $?")"
echo a >$'bad\xff'
for locale in C C.UTF-8 de_DE.ISO-8859-1; do
  check "a name that is not UTF-8 keeps its bytes in $locale" $'bad\xff:a' \
    "$(LC_ALL=$locale ./link grep -H a $'bad\xff')"
done
check 'a pipe in place of a file is searched' 0 "$(./link find a <(echo a))"
check 'and standard input' 0 "$(echo a | ./link find a -)"
if [ -c /dev/full ]; then
  for command in '--help' 'slice hello.txt 0' 'demo 1'; do
    check "a full disk fails $command" 'status 2' \
      "$({ ./link $command >/dev/full; } 2>/dev/null || echo "status $?")"
  done
fi
for command in 'slice - 0' 'find a -' 'count a -' 'hexdump -' 'copy - -' 'grep a'; do
  check "closed standard input fails $command" 'Bad file descriptor status 2' \
    "$({ timeout 60 ./link $command <&- 2>&1 || echo "status $?"; } | sed 's/.*: //' | paste -sd ' ')"
done
echo abc >same
for command in 'slice - 0' 'find a -' 'hexdump -' 'copy - -' 'grep a'; do
  check "standard input that is also the output fails $command" \
    'input file is also the output status 2 4' \
    "$({ timeout 60 ./link $command <same 2>&1 >>same || echo "status $?"; } | sed 's/.*: //' | paste -sd ' ') $(stat -c %s same)"
done
check 'closed standard output fails' 'mmap: standard output: Bad file descriptor' \
  "$(./link slice hello.txt 0 2>&1 >&-)"
check 'all streams closed' 'status 2' "$(./link slice hello.txt 0 <&- >&- 2>&- || echo "status $?")"
head -c 300000 /dev/zero >zeros
check 'a closed pipe is silent' '' "$({ ./link slice zeros 0 | head -c 1 >/dev/null; } 2>&1)"
check 'in German, too' '' \
  "$({ LC_ALL=C.UTF-8 LANGUAGE=de ./link slice zeros 0 | head -c 1 >/dev/null; } 2>&1)"

# Runs the command in a copy of the tree, to test when it is built. Prints standard error only.
mkdir "$work/copy of it"
(cd "$root" && tar -cf - --exclude=target --exclude=.git .) | (cd "$work/copy of it" && tar -xf -)
main=cli/src/main/java/io/github/mmap4j/cli/Main.java
run() {
  "$work/copy of it/mmap" --version 2>&1 >/dev/null
}
one='building mmap4j ...'
check 'of two first runs one builds' "$one" "$(run & run; wait)"
check 'what is built is not built again' '' "$(run)"
check 'an example that is not there' 'status 2' \
  "$("$work/copy of it/docs/examples/run" Nope 2>/dev/null || echo "status $?")"
check "the guide's shell lines run as it shows" 'status 0' \
  "$("$root/build/test-guide.sh" "$work/copy of it" >&2; echo "status $?")"
touch "$work/copy of it/$main"
check 'a file that is only newer is no reason to build' '' "$(run)"
echo '// changed' >>"$work/copy of it/$main"
check 'a changed source is built' "$one" "$(run)"
# Compiles nothing more: this Maven puts back what was built.
(cd "$work/copy of it" && tar -cf "$work/built.tar" core/target/launcher cli/target/launcher)
mkdir "$work/maven"
printf '#!/bin/sh\nexec tar -xf "%s"\n' "$work/built.tar" >"$work/maven/mvn"
chmod +x "$work/maven/mvn"
echo 'final class Spare {}' >"$work/copy of it/${main%/*}/Spare.java"
check 'a new source is built' "$one" "$(PATH=$work/maven:$PATH run)"
rm "$work/copy of it/${main%/*}/Spare.java"
check 'a deleted source is a reason to build' "$one" "$(PATH=$work/maven:$PATH run)"
echo 'nonsense' >>"$work/copy of it/$main"
said=$(run || echo "status $?")
check 'a broken build gives status 2' 'status 2' "$(tail -n 1 <<<"$said")"
check 'and says where' 'yes' "$(if grep -q 'Main\.java:\[' <<<"$said"; then echo yes; fi)"

printf '## [9.8.6] - 2026-01-01\n\n### Added\n- a\n\n## [9.8.5] - 2025-01-01\n- b\n' >"$work/copy of it/CHANGELOG.md"
check 'the notes of a release' '### Added - a' "$(echo $("$work/copy of it/build/release-notes" 9.8.6))"
check 'a release that the changelog does not know' 'release-notes: CHANGELOG.md does not know 9.9.9 status 2' \
  "$(echo $("$root/build/release-notes" 9.9.9 2>&1 || echo "status $?"))"
"$work/copy of it/build/set-version" 9.8.7
check 'a version is set everywhere' '9.8.7 0' \
  "$("$work/copy of it/build/set-version") $(cd "$work/copy of it" && cat pom.xml */pom.xml README* docs/start.md | grep -c -e -SNAPSHOT)"
check 'a version has three numbers' 'status 2' \
  "$("$work/copy of it/build/set-version" 1.x 2>/dev/null || echo "status $?")"

finish 'the scripts'
