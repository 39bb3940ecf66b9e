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
chmod 755 "$work"

# In folders of its own, so that the tests can run beside it.
(CDPATH='' cd -- "$root" && mvn -q -B -ntp -Pdist -pl dist -am -Dmaven.test.skip=true -Dmaven.source.skip=true \
  -Dmmap4j.target=target/dist package)
place="$work/a new place"
mkdir -- "$place" "$work/tools"
python3 "$root/build/unzip.py" "$root/dist/target/dist/mmap4j.zip" "$place"
check 'what is unpacked' mmap4j "$(ls -- "$place")"
for tool in sh dirname readlink rm mv find; do
  ln -s -- "$(command -v "$tool")" "$work/tools/$tool"
done
ln -s -- "$place/mmap4j/bin/mmap" "$work/link"

# Runs the command with an empty environment and without Java, in the temporary folder.
run() {
  (CDPATH='' cd -- "$work" && env -i PATH="$work/tools" "$work/link" "$@" 2>&1) || printf 'status %s\n' $?
}

# Runs the command on a terminal, types Ctrl-C and prints the status, and whether the terminal's settings
# have changed. $1: what to wait for before, a file name with wildcards or a number of seconds; $2...: the
# arguments
interrupt() {
  (CDPATH='' cd -- "$work" && python3 -c '
import glob, os, pty, signal, sys, termios, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
child, terminal = pty.fork()
if child == 0:
    os.execve(sys.argv[3], sys.argv[3:], {"PATH": sys.argv[2]})
signal.alarm(600)
while os.tcgetpgrp(terminal) != child:  # until the child has its terminal
    time.sleep(0.01)
settings = termios.tcgetattr(terminal)
if sys.argv[1][0].isdigit():
    time.sleep(float(sys.argv[1]))
else:
    while not glob.glob(sys.argv[1]):
        time.sleep(0.01)
same = termios.tcgetattr(terminal) == settings
os.write(terminal, b"\3")
try:
    while os.read(terminal, 4096):
        pass
except OSError:  # the other end is closed
    pass
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(code if code >= 0 else 128 - code, "same settings" if same else "other settings")
' "$1" "$work/tools" "$work/link" "${@:2}")
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
check 'also if it is not the last argument' 'search with: vectors' \
  "$(run info "$work/large" --explain | tr -s ' ' | grep '^search with')"
mv -- "$work/large" "$work/-e \$1"
check 'also with a name that looks like an option' 'search with: vectors' \
  "$(run info -- '-e $1' | tr -s ' ' | grep '^search with')"
mv -- "$work/-e \$1" "$work/large"
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
    JDK_JAVA_OPTIONS=-Xnonsense JAVA_HOME=/nowhere "$work/link" find needle 'fïle' 2>&1)"

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
rm -f -- "$place/moved/lib/"classes*
for moment in 0.05 0.5 "$place/moved/lib/classes.[0-9]*"; do
  check "Ctrl-C while the cache is made ($moment)" '130 same settings' "$(interrupt "$moment" find needle 'fïle')"
  check 'it leaves nothing unfinished' '' "$(ls -- "$place/moved/lib" | grep classes)"
done

# Root may write everywhere, so another user runs the command.
if [ "$(id -u)" = 0 ]; then
  as_user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
else
  as_user=()
  chmod a-w -- "$place/moved/lib"
fi
check 'where the user may not write' 4 \
  "$(CDPATH='' cd -- "$work" && "${as_user[@]}" env -i PATH="$work/tools" "$work/link" find needle 'fïle' 2>&1)"
check 'it leaves no cache there' '' "$(ls -- "$place/moved/lib" | grep classes)"
chmod u+w -- "$place/moved/lib"

run find needle 'fïle' >"$work/one" &
run find needle 'fïle' >"$work/two"
wait $!
check 'two first runs at once' '4 4' "$(cat "$work/one" "$work/two" | xargs)"
check 'they leave one cache' classes.aot "$(ls -- "$place/moved/lib" | grep classes)"
check 'Ctrl-C while input is awaited' '130 same settings' "$(interrupt 2 grep needle)"

finish 'the zip'
