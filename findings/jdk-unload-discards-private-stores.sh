#!/usr/bin/env bash
# MemorySegment.unload of a file that is mapped by MapMode.PRIVATE discards all that was stored.
#
# The documentation says only that unload removes the contents of the segment from physical memory, so
# one expects them to be there again when they are read. The JDK calls madvise(MADV_DONTNEED), which
# keeps the stores of a shared mapping, but drops the copied pages of a private one: these are nowhere
# else, so the segment shows the file again. Nothing is thrown, and force, which one might call before,
# does nothing for a private mapping.
#
# Seen with Temurin 25.0.3, Linux 6.18, 2026-11-30; 7 is stored over 0:
#   READ_WRITE: 7 after unload
#   PRIVATE: 0 after unload
# Needs Linux and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Unloading.java" <<'JAVA'
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

void main(String[] args) throws IOException {
  Path file = Path.of(args[0]);
  for (MapMode mode : List.of(MapMode.READ_WRITE, MapMode.PRIVATE)) {
    Files.write(file, new byte[1]);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(mode, 0, 1, arena);
      mapped.set(JAVA_BYTE, 0, (byte) 7);
      mapped.force();
      mapped.unload();
      IO.println(mode + ": " + mapped.get(JAVA_BYTE, 0) + " after unload");
    }
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" "$folder/Unloading.java" "$folder/file")
echo "$said"
[ "$said" = 'READ_WRITE: 7 after unload
PRIVATE: 0 after unload' ] || { echo 'this has changed' >&2; exit 1; }
