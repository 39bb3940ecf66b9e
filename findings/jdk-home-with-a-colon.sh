#!/usr/bin/env bash
# A Java runtime in a folder whose name has a colon does not start.
#
# HotSpot puts its own folder into a path list that is split at colons, and then looks for its
# libraries in the part after the colon. There is no option against it. An application that ships its
# own runtime (jlink, jpackage) can't run from such a folder, for example one named after a time.
#
# Seen with Temurin 25.0.3, Linux, 2026-11-29:
#   plain: status 0
#   with:colon: status 1, Unable to load jimage library
# Needs a JDK 22 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
"${bin}java" -version 2>&1 | head -n 1
"${bin}jlink" --add-modules java.base --strip-debug --output "$folder/plain"
cp -r -- "$folder/plain" "$folder/with:colon"
said=$(
  for home in plain with:colon; do
    status=0
    words=$("$folder/$home/bin/java" -version 2>&1) || status=$?
    case $words in
      *'Unable to load jimage library'*) words=', Unable to load jimage library' ;;
      *) words= ;;
    esac
    echo "$home: status $status$words"
  done
)
echo "$said"
expected='plain: status 0
with:colon: status 1, Unable to load jimage library'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
