#!/usr/bin/env bash
# Builds the zip that needs no Java, unpacks it elsewhere and runs its command with no Java on the PATH.
# Prints what fails.
set -eu

root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/build/check.sh"
. "$root/build/find-jdk.sh"
find_jdk
find_maven
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

(CDPATH='' cd -- "$root" && mvn -q -B -ntp -Pdist -Dmaven.test.skip=true package)
place="$work/a new place"
mkdir -- "$place" "$work/tools"
# Gives each file the permissions stored in the zip, as unzip does.
python3 - "$root/dist/target/mmap4j.zip" "$place" <<'PYTHON'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for entry in archive.infolist():
        os.chmod(archive.extract(entry, sys.argv[2]), entry.external_attr >> 16 & 0o777)
PYTHON
check 'what is unpacked' mmap4j "$(ls -- "$place")"
for tool in sh dirname readlink rm mv; do
  ln -s -- "$(command -v "$tool")" "$work/tools/$tool"
done
ln -s -- "$place/mmap4j/bin/mmap" "$work/link"

# Runs the command with an empty environment and without Java, in the temporary folder.
run() {
  (CDPATH='' cd -- "$work" && env -i PATH="$work/tools" "$work/link" "$@" 2>&1) || printf 'status %s\n' $?
}

printf 'one needle\n' >"$work/fïle"
check 'no Java is on the PATH' '' "$(PATH=$work/tools command -v java)"
check 'the first run' 4 "$(run find needle 'fïle')"
check 'it leaves a cache' yes "$([ -s "$place/mmap4j/lib/classes.aot" ] && echo yes)"
check 'the next run' 4 "$(run find needle 'fïle')"
check 'a locale that is not there' 4 \
  "$(CDPATH='' cd -- "$work" && env -i PATH="$work/tools" LANG=xx_XX.UTF-8 "$work/link" find needle 'fïle')"
check 'nothing found' 'status 1' "$(run find nothing 'fïle')"
check 'it names itself' 'mmap (mmap4j)' "$(run --version | cut -d' ' -f1,2 | head -n 1)"
check 'examples, one of which starts a process' 'done' "$(run demo >/dev/null && echo 'done')"
check 'an error is one line' 'mmap: absent: no such file status 2' "$(echo $(run info absent))"

check 'options of the environment have no effect' 4 \
  "$(CDPATH='' cd -- "$work" && env -i PATH="$work/tools" JAVA_TOOL_OPTIONS=-XX:+UseParallelGC \
    JDK_JAVA_OPTIONS=-Xnonsense "$work/link" find needle 'fïle' 2>&1)"

mv -- "$place/mmap4j" "$place/moved"
ln -sf -- "$place/moved/bin/mmap" "$work/link"
check 'after it was moved' 4 "$(run find needle 'fïle')"
: >"$place/moved/lib/classes.aot"
check 'with a broken cache' 4 "$(run find needle 'fïle')"
rm -- "$place/moved/lib/classes.aot"
mv -- "$place/moved" "$place/in: a folder"
ln -sf -- "$place/in: a folder/bin/mmap" "$work/link"
check 'from a folder with a colon in its name' \
  "mmap: Java can't run in a folder with a colon in its name: rename $place/in: a folder status 2" \
  "$(echo $(run find needle 'fïle'))"
mv -- "$place/in: a folder" "$place/moved"
ln -sf -- "$place/moved/bin/mmap" "$work/link"
for seconds in 0.2 0.4 0.8; do
  setsid timeout -s INT "$seconds" "$place/moved/bin/mmap" find needle "$work/fïle" >/dev/null 2>&1 || true
  sleep 1
  check "nothing unfinished is left by Ctrl-C after $seconds s" '' "$(ls -- "$place/moved/lib" | grep 'classes\.[0-9]')"
  rm -f -- "$place/moved/lib/classes.aot"
done
if [ "$(id -u)" = 0 ]; then
  echo 'skipped: a folder that nobody may write in (root may)'
else
  chmod a-w -- "$place/moved/lib"
  check 'where nobody may write' 4 "$(run find needle 'fïle')"
  check 'it leaves no cache there' '' "$(ls -- "$place/moved/lib" | grep aot)"
  chmod u+w -- "$place/moved/lib"
fi

finish 'the zip'
