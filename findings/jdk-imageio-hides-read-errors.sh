#!/usr/bin/env bash
# ImageIO.read(InputStream) returns null for a stream whose reads fail, as for a picture of no known
# format.
#
# ImageIO asks the provider of each format whether it can decode the stream, and takes an IOException
# for "no". When all have said no, it returns null. The documentation says that an IOException is
# thrown if an error occurs during reading. So a program that handles null reports a disk error, or a
# stream that was closed meanwhile, as a picture of the wrong kind. If the reads fail only after the
# bytes by which the format is known, the exception is thrown.
#
# Seen with Temurin 25.0.3, Linux x86-64, 2026-11-30:
#   fails at once: null
#   fails after 8 bytes: IIOException
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Read.java" <<'JAVA'
import module java.desktop;

void main() throws IOException {
  ByteArrayOutputStream picture = new ByteArrayOutputStream();
  ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", picture);
  IO.println("fails at once: " + read(picture.toByteArray(), 0));
  IO.println("fails after 8 bytes: " + read(picture.toByteArray(), 8));
}

String read(byte[] bytes, int good) {
  InputStream stream =
      new InputStream() {
        int at = 0;

        public int read() throws IOException {
          if (at >= good) {
            throw new IOException("the disk failed");
          }
          return bytes[at++] & 0xff;
        }

        public int read(byte[] to, int from, int count) throws IOException {
          to[from] = (byte) read();
          return 1;
        }
      };
  try {
    return ImageIO.read(stream) == null ? "null" : "a picture";
  } catch (IOException e) {
    return e.getClass().getSimpleName();
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" -Djava.awt.headless=true "$folder/Read.java")
printf '%s\n' "$said"
[ "$said" = 'fails at once: null
fails after 8 bytes: IIOException' ] || { echo 'this has changed' >&2; exit 1; }
