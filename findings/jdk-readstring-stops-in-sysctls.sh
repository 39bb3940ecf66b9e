#!/usr/bin/env bash
# Files.readString and Files.readAllBytes return only the first digit of a number below /proc/sys.
#
# The size of such a file is reported as 0, so the JDK reads one byte to see whether there is more,
# and then goes on. The kernel, however, gives out a number of sysctl only to a read at offset 0; a
# read at 1 finds the end of the file. So a limit of 65530 seems to be 6, without an error.
# RandomAccessFile.readLine, which reads byte by byte, does the same. Files.readAllLines and the streams'
# readAllBytes begin with a large buffer and read all. Texts of sysctl (kernel.osrelease),
# /proc/self/comm and files of /sys are read whole in each way.
#
# Seen with Temurin 25.0.3, Linux 6.18, 2026-11-29:
#   Files.readString: first character only
#   Files.readAllBytes: first character only
#   RandomAccessFile.readLine: first character only
#   Files.readAllLines: all
#   Files.newInputStream, readAllBytes: all
#   FileInputStream.readAllBytes: all
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Sysctl.java" <<'JAVA'
interface Reading {
  String of(Path path) throws IOException;
}

void main() throws IOException {
  show("Files.readString", Files::readString);
  show("Files.readAllBytes", path -> new String(Files.readAllBytes(path)));
  show(
      "RandomAccessFile.readLine",
      path -> {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
          return file.readLine();
        }
      });
  show("Files.readAllLines", path -> Files.readAllLines(path).getFirst());
  show("Files.newInputStream, readAllBytes", path -> all(Files.newInputStream(path)));
  show("FileInputStream.readAllBytes", path -> all(new FileInputStream(path.toFile())));
}

String all(InputStream stream) throws IOException {
  try (stream) {
    return new String(stream.readAllBytes());
  }
}

void show(String name, Reading reading) throws IOException {
  Path path = Path.of("/proc/sys/vm/max_map_count");
  String number;
  try (BufferedReader reader = Files.newBufferedReader(path)) {
    number = reader.readLine();
  }
  String read = reading.of(path).strip();
  boolean first = number.length() > 1 && read.equals(number.substring(0, 1));
  IO.println(name + ": " + (first ? "first character only" : read.equals(number) ? "all" : read));
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" "$folder/Sysctl.java")
echo "$said"
expected='Files.readString: first character only
Files.readAllBytes: first character only
RandomAccessFile.readLine: first character only
Files.readAllLines: all
Files.newInputStream, readAllBytes: all
FileInputStream.readAllBytes: all'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
