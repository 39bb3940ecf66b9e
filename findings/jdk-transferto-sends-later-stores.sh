#!/usr/bin/env bash
# FileChannel.transferTo to a socket may send bytes that are stored into the file after it has returned.
# So may transferTo of a file's InputStream. A write of the mapped buffer sends what was there.
#
# On Linux both call sendfile(2), which hands the pages of the page cache to the socket, not a copy of
# them. Until the receiver has read, a store through a mapping (or a write) changes what it will read.
# The manual of sendfile warns of this; the Javadoc of transferTo does not. A server that sends a
# part of a mapped file and then overwrites it must write from the mapping instead, or wait for an answer.
#
# Seen with Temurin 25.0.3, Linux 6.18, loopback, 2026-11-30:
#   FileChannel.transferTo: the byte stored later
#   InputStream.transferTo: the byte stored later
#   SocketChannel.write of the mapping: the byte from before
# Needs Linux and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Sending.java" <<'JAVA'
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.StandardOpenOption;

static final int LENGTH = 1 << 15;

interface Sender {
  long send(Path file, FileChannel channel, MappedByteBuffer mapped, SocketChannel socket)
      throws IOException;
}

void main(String[] args) throws IOException {
  Path file = Path.of(args[0]);
  show("FileChannel.transferTo", file, (_, from, _, to) -> from.transferTo(0, LENGTH, to));
  show(
      "InputStream.transferTo",
      file,
      (path, _, _, to) -> {
        try (InputStream in = Files.newInputStream(path)) {
          return in.transferTo(Channels.newOutputStream(to));
        }
      });
  show("SocketChannel.write of the mapping", file, (_, _, mapped, to) -> to.write(mapped));
}

void show(String name, Path file, Sender sender) throws IOException {
  Files.write(file, new byte[LENGTH]);
  InetAddress here = InetAddress.getLoopbackAddress();
  try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0));
      SocketChannel to = SocketChannel.open(server.getLocalAddress());
      SocketChannel receiver = server.accept()) {
    MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, LENGTH);
    long sent = sender.send(file, channel, mapped, to);
    mapped.put(0, (byte) 1);
    ByteBuffer received = ByteBuffer.allocate((int) sent);
    while (received.hasRemaining() && receiver.read(received) >= 0) {}
    boolean later = received.get(0) == 1;
    IO.println(name + ": the byte " + (later ? "stored later" : "from before"));
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" "$folder/Sending.java" "$folder/file")
echo "$said"
expected='FileChannel.transferTo: the byte stored later
InputStream.transferTo: the byte stored later
SocketChannel.write of the mapping: the byte from before'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
