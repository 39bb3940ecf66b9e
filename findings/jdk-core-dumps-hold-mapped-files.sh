#!/usr/bin/env bash
# A core dump of a JVM holds every file that is mapped, whole, also what was never read, and even if
# the file is only mapped for reading. A core dump of another program leaves the files out.
#
# By default Linux dumps no mappings of files (/proc/PID/coredump_filter is 0x33, core(5)), but HotSpot
# adds them when it starts (0x3f). So a JVM that maps an index of 100 GB needs 100 GB more for its core
# dump, reads it all from the disk meanwhile, and gives it away with the dump. The diagnostic option
# -XX:-DumpSharedMappingsInCore helps for files mapped for writing only: a file that was opened for
# reading counts as private, so -XX:-DumpPrivateMappingsInCore is needed for it. MADV_DONTDUMP leaves
# out a single mapping, but FileChannel has no way to give this advice.
#
# Seen with Temurin 25.0.3, Linux 6.18, 2026-11-30, core dumps for a file of 256 MiB, of which one byte was
# read, compared with those for a file of 5 bytes:
#   python3: 0x33, 0 MiB longer
#   java: 0x3f, 256 MiB longer
#   java -XX:-DumpSharedMappingsInCore: 0x37, 256 MiB longer
#   java -XX:-DumpPrivateMappingsInCore: 0x3b, 0 MiB longer
# Needs a kernel.core_pattern that is a plain name, no hard limit on core dumps, 1 GB in a temporary
# folder, python3, and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a filter differs, or a
# length by more than 32 MiB.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
pattern=$(cat /proc/sys/kernel/core_pattern)
case $pattern in
  \|* | */*) echo "kernel.core_pattern is not a plain name: $pattern" >&2; exit 1 ;;
esac
ulimit -c unlimited
uname -r
"$java" -version 2>&1 | head -n 1
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
mkdir "$folder/run"
cat >"$folder/Waiting.java" <<'JAVA'
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

class Waiting {
  public static void main(String[] args) throws Exception {
    MappedByteBuffer mapped;
    try (FileChannel channel = FileChannel.open(Path.of(args[0]))) {
      mapped = channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
    mapped.get(0);
    IO.print(Files.readString(Path.of("/proc/self/coredump_filter")));
    System.out.flush();
    Thread.sleep(300_000);
    mapped.get(0);
  }
}
JAVA
cat >"$folder/waiting.py" <<'PYTHON'
import mmap, sys, time

with open(sys.argv[1], "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
    mapped[0]
    print(open("/proc/self/coredump_filter").read(), end="", flush=True)
    time.sleep(300)
PYTHON
"${java}c" -d "$folder" "$folder/Waiting.java"
head -c 5 /dev/urandom >"$folder/short"
head -c 256M /dev/urandom >"$folder/long"

# Prints the filter of a program that maps a file, and the length of its core dump in MiB.
# $1: the file; then the command
dump() {
  cd "$folder/run"
  "${@:2}" "$folder/$1" >"$folder/filter" 2>/dev/null &
  local pid=$!
  while [ ! -s "$folder/filter" ]; do sleep 0.1; done
  kill -ABRT "$pid"
  wait "$pid" 2>/dev/null || true
  echo "$((16#$(cat "$folder/filter"))) $(($(stat -c %s core*) >> 20))"
  rm -f -- "$folder/run/"* "$folder/filter"
}

# Prints how much longer the core dump is for the long file. $1: the filter; $2: the length in MiB;
# then the command
compare() {
  local short long longer
  short=$(dump short "${@:3}" 2>/dev/null)
  long=$(dump long "${@:3}" 2>/dev/null)
  longer=$((${long#* } - ${short#* }))
  printf '0x%x, %d MiB longer\n' "${long% *}" "$longer"
  [ "${long% *}" -eq "$(($1))" ] && [ "$longer" -gt $(($2 - 32)) ] && [ "$longer" -lt $(($2 + 32)) ] ||
    { echo 'this has changed' >&2; exit 1; }
}

jvm=("$java" -Xmx64m -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions)
said=$(compare 0x33 0 python3 "$folder/waiting.py")
echo "python3: $said"
said=$(compare 0x3f 256 "${jvm[@]}" -cp "$folder" Waiting)
echo "java: $said"
said=$(compare 0x37 256 "${jvm[@]}" -XX:-DumpSharedMappingsInCore -cp "$folder" Waiting)
echo "java -XX:-DumpSharedMappingsInCore: $said"
said=$(compare 0x3b 0 "${jvm[@]}" -XX:-DumpPrivateMappingsInCore -cp "$folder" Waiting)
echo "java -XX:-DumpPrivateMappingsInCore: $said"
