#!/usr/bin/env bash
# FileChannel.write of a mapped buffer to an overlapping range of the same file gives wrong bytes, and
# so do transferTo and transferFrom from a channel to itself. The number of bytes returned is right.
#
# To make room in a file, one may write its mapped rest again a bit further on. But write(2) copies from
# the mapping into the same pages of the page cache piece by piece, and so reads bytes that it has
# already overwritten; transferTo and transferFrom go on piece by piece as well. The Javadoc does not
# say that the ranges must not overlap. MappedByteBuffer.put(int, ByteBuffer, int, int) moves overlapping
# bytes rightly.
#
# Seen with Temurin 25.0.3, Linux 6.18 on ext4, 2026-11-30; 1 MiB of random bytes are moved by one page:
#   put: 0 % of the bytes are wrong
#   write: 99 % of the bytes are wrong
#   transferTo: 99 % of the bytes are wrong
#   transferFrom: 99 % of the bytes are wrong
# Needs Linux and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if put is wrong, or if one of the
# others is right.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Moving.java" <<'JAVA'
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

static final int LENGTH = 1 << 20;
static final int DISTANCE = 4096;

interface Mover {
  /** Moves LENGTH bytes by DISTANCE. */
  void move(FileChannel channel, MappedByteBuffer mapped) throws IOException;
}

void main(String[] args) throws IOException {
  Path file = Path.of(args[0]);
  int put = wrong(file, "put", (_, mapped) -> mapped.put(DISTANCE, mapped, 0, LENGTH));
  int write =
      wrong(
          file,
          "write",
          (channel, mapped) -> require(channel.write(mapped.slice(0, LENGTH), DISTANCE)));
  int transferTo =
      wrong(
          file,
          "transferTo",
          (channel, _) -> require(channel.position(DISTANCE).transferTo(0, LENGTH, channel)));
  int transferFrom =
      wrong(
          file,
          "transferFrom",
          (channel, _) -> require(channel.position(0).transferFrom(channel, DISTANCE, LENGTH)));
  System.exit(put == 0 && write > 0 && transferTo > 0 && transferFrom > 0 ? 0 : 1);
}

void require(long moved) throws IOException {
  if (moved != LENGTH) {
    throw new IOException("only " + moved + " bytes were moved");
  }
}

/** Returns how many bytes are wrong after a move. */
int wrong(Path file, String name, Mover mover) throws IOException {
  byte[] bytes = new byte[LENGTH];
  new Random(1).nextBytes(bytes);
  Files.write(file, bytes);
  try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
    MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, LENGTH + DISTANCE);
    mover.move(channel, mapped);
    int wrong = 0;
    for (int i = 0; i < LENGTH; i++) {
      wrong += mapped.get(DISTANCE + i) == bytes[i] ? 0 : 1;
    }
    IO.println(name + ": " + wrong * 100L / LENGTH + " % of the bytes are wrong");
    return wrong;
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
"$java" "$folder/Moving.java" "$folder/file" || { echo 'this has changed' >&2; exit 1; }
