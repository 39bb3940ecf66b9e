#!/usr/bin/env bash
# Runs each block of shell lines in docs/guide.md and docs/guide and compares its output with the output
# shown after it, where "..." stands for anything. Prints what differs. The lines leave files, so they
# run in a copy of the tree. Of the programs in docs/examples, which GuideTest runs, only the first is run
# here, to test the script that starts them, and those with options. $1: the copy; created if not given
set -eu

root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
if [ $# -gt 0 ]; then
  copy=$1
else
  copy=$work/copy
  mkdir "$copy"
  (cd "$root" && tar -cf - --exclude=target --exclude=.git .) | (cd "$copy" && tar -xf -)
fi

# Writes block N of shell lines to N.sh, and the output shown after it, if any, to N.txt.
awk -v folder="$work" '
  file != "" && /^```$/ { close(file); file = ""; shown = kind; next }
  file != "" { print >file; next }
  /^```sh$/ { kind = "sh"; file = folder "/" ++n ".sh"; printf "" >file; next }
  /^```text$/ && shown == "sh" { kind = "text"; file = folder "/" n ".txt"; printf "" >file; next }
  { shown = "" }
' "$root/docs/guide.md" "$root"/docs/guide/*.md

failures=0
run=0
examples=0
n=1
while [ -r "$work/$n.sh" ]; do
  if [[ $(cat "$work/$n.sh") =~ ^docs/examples/run\ [A-Za-z]+$ ]] && [ $((examples++)) -gt 0 ]; then
    n=$((n + 1))
    continue
  fi
  run=$((run + 1))
  # This name is the machine's: another run may use it, and one that was killed may have left it.
  if grep -q 'share create guide' "$work/$n.sh"; then
    exec 9>"${TMPDIR:-/tmp}/mmap4j-guide.lock"
    flock 9
    (cd -- "$copy" && ./mmap share remove guide) >/dev/null 2>&1 || true
  fi
  status=0
  seen=$(cd -- "$copy" && bash -eu "$work/$n.sh" 2>&1 </dev/null) || status=$?
  exec 9>&-
  # The first ./mmap builds the command and says so.
  seen=${seen#'building mmap4j ...'$'\n'}
  expected=$(cat "$work/$n.txt" 2>/dev/null || true)
  pattern=$(printf '%s' "$expected" | sed 's/[][\\*?]/\\&/g; s/\.\.\./*/g')
  # shellcheck disable=SC2053 # the right side is meant as a pattern
  if [ "$status" != 0 ] || [[ $seen != $pattern ]]; then
    printf 'FAILED, status %s: %s\n  shown: %s\n  seen:  %s\n' \
      "$status" "$(cat "$work/$n.sh")" "$expected" "$seen"
    failures=$((failures + 1))
  fi
  n=$((n + 1))
done
if [ "$failures" -gt 0 ] || [ "$run" -lt 5 ]; then
  echo "$failures of $run blocks of the guide's shell lines failed"
  exit 1
fi
echo "$run blocks of the guide's shell lines ran as shown; GuideTest runs $((n - 1 - run)) programs more."
