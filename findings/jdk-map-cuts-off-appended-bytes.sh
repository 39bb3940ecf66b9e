#!/usr/bin/env bash
# FileChannel.map beyond the end of a file can cut off what others append at the same time, in every
# mode, also READ_ONLY.
#
# If the channel is open for writing and the range ends beyond the end of the file, map extends the
# file, even for a mapping that is only read. It asks for the length and then sets the length that it
# needs (ftruncate). What another channel or process has appended in between lies beyond that length
# and is lost, although its write has succeeded. A program that follows a log file by mapping a little
# more than there is should open its channel for reading only, or map no more than size() says: map
# then throws, or leaves the file as it is.
#
# Seen with Temurin 25.0.3, Linux 6.18, 2 cores, 2026-11-30:
#   READ_ONLY, 10 bytes mapped as 100: the file has 100 bytes
#   PRIVATE, 10 bytes mapped as 100: the file has 100 bytes
#   appended 200000, kept 158802
# Needs Linux, two cores and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if the file keeps its
# 10 bytes, or if nothing is lost in 20 tries.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Cutting.java" <<'JAVA'
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

static final int COUNT = 200_000;

void main(String[] args) throws Exception {
  Path file = Path.of(args[0]);
  for (MapMode mode : List.of(MapMode.READ_ONLY, MapMode.PRIVATE)) {
    Files.write(file, new byte[10]);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      channel.map(mode, 0, 100);
    }
    IO.println(mode + ", 10 bytes mapped as 100: the file has " + Files.size(file) + " bytes");
    if (Files.size(file) != 100) {
      System.exit(1);
    }
  }
  for (int i = 0; i < 20; i++) {
    int kept = kept(file);
    IO.println("appended " + COUNT + ", kept " + kept);
    if (kept < COUNT) {
      return;
    }
  }
  System.exit(1);
}

/** Returns how many appended bytes remain if the file is mapped meanwhile. */
int kept(Path file) throws Exception {
  Files.write(file, new byte[0]);
  Thread appender = Thread.ofPlatform().start(() -> append(file));
  try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
    while (appender.isAlive()) {
      try (Arena arena = Arena.ofConfined()) {
        channel.map(MapMode.READ_ONLY, 0, channel.size() + 1, arena);
      }
    }
  }
  appender.join();
  int kept = 0;
  for (byte b : Files.readAllBytes(file)) {
    kept += b;
  }
  return kept;
}

void append(Path file) {
  try (FileChannel channel = FileChannel.open(file, APPEND)) {
    for (int i = 0; i < COUNT; i++) {
      channel.write(ByteBuffer.wrap(new byte[] {1}));
    }
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
"$java" "$folder/Cutting.java" "$folder/file" || { echo 'this has changed' >&2; exit 1; }
