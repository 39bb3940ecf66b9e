#!/usr/bin/env bash
# A program that was written through a mapping of FileChannel.map can't be started after the channel was
# closed, as long as the mapping exists: "Text file busy". For a buffer, that is until it is collected.
#
# Linux does not run a file that is open for writing, and a mapping in any mode keeps the file open as its
# channel was, so even a READ_ONLY mapping keeps a file from being run if the channel was open for
# writing. The descriptor is gone, so /proc/PID/fd does not show why. A program that unpacks or patches
# executables should map them in an Arena, and close it before it starts them.
#
# Seen with Temurin 25.0.3, Linux 6.18, 2026-11-30:
#   READ_WRITE, channel closed: Text file busy
#   READ_ONLY of a writable channel, channel closed: Text file busy
#   PRIVATE, channel closed: Text file busy
#   READ_ONLY of a readable channel, channel closed: started
#   READ_WRITE, arena closed: started
# Needs Linux and Java 25 or newer, in JAVA_HOME or on the PATH, and a temporary folder from which programs
# may run. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Starting.java" <<'JAVA'
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

void main(String[] args) throws Exception {
  Path program = Path.of(args[0]);
  Files.copy(Path.of("/bin/true"), program, StandardCopyOption.COPY_ATTRIBUTES);
  show("READ_WRITE", program, MapMode.READ_WRITE, READ, WRITE);
  show("READ_ONLY of a writable channel", program, MapMode.READ_ONLY, READ, WRITE);
  show("PRIVATE", program, MapMode.PRIVATE, READ, WRITE);
  show("READ_ONLY of a readable channel", program, MapMode.READ_ONLY, READ);
  try (Arena arena = Arena.ofConfined()) {
    map(program, MapMode.READ_WRITE, arena, READ, WRITE);
  }
  IO.println("READ_WRITE, arena closed: " + start(program));
}

void show(String name, Path program, MapMode mode, StandardOpenOption... options)
    throws Exception {
  try (Arena arena = Arena.ofConfined()) {
    map(program, mode, arena, options);
    IO.println(name + ", channel closed: " + start(program));
  }
}

void map(Path program, MapMode mode, Arena arena, StandardOpenOption... options)
    throws IOException {
  try (FileChannel channel = FileChannel.open(program, options)) {
    channel.map(mode, 0, channel.size(), arena);
  }
}

String start(Path program) throws InterruptedException {
  try {
    new ProcessBuilder(program.toString()).start().waitFor();
    return "started";
  } catch (IOException e) {
    return e.getMessage().contains("Text file busy") ? "Text file busy" : e.toString();
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" "$folder/Starting.java" "$folder/program")
echo "$said"
expected='READ_WRITE, channel closed: Text file busy
READ_ONLY of a writable channel, channel closed: Text file busy
PRIVATE, channel closed: Text file busy
READ_ONLY of a readable channel, channel closed: started
READ_WRITE, arena closed: started'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
