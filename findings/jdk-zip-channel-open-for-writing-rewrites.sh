#!/usr/bin/env bash
# A FileChannel that is opened for writing on an entry of a ZIP file system, and closed without a
# write, makes the JDK write the whole ZIP file anew under another inode when the file system closes.
#
# Who only asks such a channel for its size, or finds out that it can't be mapped, has changed the
# file: its bytes (the entry's time), its inode, and so every mapping, lock and hard link of it. A
# channel opened for reading changes nothing.
#
# Seen with Temurin 25.0.3, Linux, 2026-11-29:
#   READ: same bytes true, same file true
#   WRITE: same bytes false, same file false
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Rewrite.java" <<'JAVA'
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

void main() throws Exception {
  Path zip = Path.of("x.zip");
  try (FileSystem made = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
    Files.writeString(made.getPath("entry"), "x".repeat(1000));
  }
  Thread.sleep(2100); // an entry's time has a resolution of two seconds
  for (OpenOption how : List.of(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
    byte[] before = Files.readAllBytes(zip);
    Object key = key(zip);
    try (FileSystem files = FileSystems.newFileSystem(zip);
        FileChannel channel = FileChannel.open(files.getPath("entry"), how)) {
      channel.size();
    }
    boolean sameBytes = Arrays.equals(before, Files.readAllBytes(zip));
    IO.println(how + ": same bytes " + sameBytes + ", same file " + key.equals(key(zip)));
  }
}

Object key(Path path) throws IOException {
  return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$(cd "$folder" && "$java" Rewrite.java)
echo "$said"
expected='READ: same bytes true, same file true
WRITE: same bytes false, same file false'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
