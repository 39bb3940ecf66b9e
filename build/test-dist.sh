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
python3 "$root/build/unzip.py" "$root/dist/target/mmap4j.zip" "$place"
check 'what is unpacked' mmap4j "$(ls -- "$place")"
for tool in sh dirname readlink rm mv find; do
  ln -s -- "$(command -v "$tool")" "$work/tools/$tool"
done
ln -s -- "$place/mmap4j/bin/mmap" "$work/link"

# Runs the command with an empty environment and without Java, in the temporary folder.
run() {
  (CDPATH='' cd -- "$work" && env -i PATH="$work/tools" "$work/link" "$@" 2>&1) || printf 'status %s\n' $?
}

printf 'one needle\n' >"$work/fïle"
check 'no Java is on the PATH' '' "$(PATH=$work/tools command -v java)"
check 'the licence of Jackson' 'Apache License' \
  "$(grep -om1 'Apache License' "$place/mmap4j/licences/jackson-core/META-INF/LICENSE")"
check 'the first run' 4 "$(run find needle 'fïle')"
check 'it leaves a cache' yes "$([ -s "$place/mmap4j/lib/classes.aot" ] && echo yes)"
check 'the next run' 4 "$(run find needle 'fïle')"
check 'JSON' '{"path":"fïle","offset":4}' "$(run find --json needle 'fïle')"
check 'a locale that is not there' 4 \
  "$(CDPATH='' cd -- "$work" && env -i PATH="$work/tools" LANG=xx_XX.UTF-8 "$work/link" find needle 'fïle')"
check 'nothing found' 'status 1' "$(run find nothing 'fïle')"
check 'it names itself' 'mmap (mmap4j)' "$(run --version | cut -d' ' -f1,2 | head -n 1)"
check 'examples, one of which starts a process' 'done' "$(run demo >/dev/null && echo 'done')"
check 'an error is one line' 'mmap: absent: no such file status 2' "$(echo $(run info absent))"

# A file of 1 GiB and a hole, whose first bytes all match.
head -c 4194304 /dev/zero | tr '\0' a >"$work/large"
dd if=/dev/null of="$work/large" bs=1M seek=1025 2>/dev/null
check 'a large file is searched with vectors' 'search with: vectors' \
  "$(run info "$work/large" | tr -s ' ' | grep '^search with')"
check 'it leaves another cache' yes "$([ -s "$place/mmap4j/lib/classesWithVectors.aot" ] && echo yes)"
check 'a small file is searched without' 'search with: words of 8 bytes' \
  "$(run info 'fïle' | tr -s ' ' | grep '^search with')"
check 'neither warns' '' "$({ run find needle "$work/large"; run find nothing 'fïle'; } | grep -v status)"
check 'errors are shown with vectors, too' yes \
  "$(run slice "$work/large" x "$work/large" | grep -q '^mmap: ' && echo yes)"
check 'without standard error' 4 \
  "$(CDPATH='' cd -- "$work" && env -i PATH="$work/tools" "$work/link" find needle 'fïle' 2>&-)"
check 'closed standard input fails' 'mmap: -: Bad file descriptor status 2' \
  "$(CDPATH='' cd -- "$work" && { env -i PATH="$work/tools" "$work/link" slice - 0 <&- 2>&1 || echo "status $?"; } | tr '\n' ' ' | sed 's/ $//')"
check 'closed standard output fails' 'mmap: standard output: Bad file descriptor' \
  "$(CDPATH='' cd -- "$work" && env -i PATH="$work/tools" "$work/link" find needle 'fïle' 2>&1 >&-)"
check 'all streams closed, with vectors' 'status 2' \
  "$(env -i PATH="$work/tools" "$work/link" info "$work/large" <&- >&- 2>&- || echo "status $?")"
# The pipe fills up, so that find waits with most of its matches unfound while the file is truncated.
check 'the guard works' 'large: byte' \
  "$(run find a "$work/large" \
    | { read -r first; sleep 1; : >"$work/large"; grep -v '^[0-9]*$'; } | sed 's,.*/\(large: byte\) .*,\1,' | head -n 1)"

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
