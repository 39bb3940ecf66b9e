#!/usr/bin/env bash
# protobuf's UnsafeByteOperations.unsafeWrap copies a direct buffer since version 4.34, where it wrapped
# the buffer before.
#
# The method was the way to hand a mapped file to protobuf without a copy. After the update, a program
# that wraps a file of 1 GiB needs 1 GiB of heap, and no longer sees what is written to the file later.
# A buffer of the heap is still wrapped, so a test that uses ByteBuffer.wrap does not notice. The newest
# documentation mentions the copy.
#
# Seen with Temurin 25.0.3, Linux x86-64, 2026-11-30:
#   4.33.2: heap wrapped, direct wrapped
#   4.34.0: heap wrapped, direct copied
#   4.36.2: heap wrapped, direct copied
# Needs Java 25 or newer, in JAVA_HOME or on the PATH, and Maven. Fails if a line differs.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Wrap.java" <<'JAVA'
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

void main(String[] version) {
  IO.println(version[0] + ": heap " + wrap(ByteBuffer.allocate(9)) + ", direct " + wrap(ByteBuffer.allocateDirect(9)));
}

String wrap(ByteBuffer buffer) {
  ByteString wrapped = UnsafeByteOperations.unsafeWrap(buffer);
  buffer.put(0, (byte) 1);
  return wrapped.byteAt(0) == 1 ? "wrapped" : "copied";
}
JAVA
cd "$folder"
"${bin}java" -version 2>&1 | head -n 1
said=$(
  for version in 4.33.2 4.34.0 4.36.2; do
    mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact=com.google.protobuf:protobuf-java:$version -DoutputDirectory="$folder" >maven 2>&1 \
      || { cat maven >&2; exit 1; }
    "${bin}java" -cp "protobuf-java-$version.jar" Wrap.java "$version" 2>errors || { cat errors >&2; exit 1; }
  done
)
printf '%s\n' "$said"
[ "$said" = '4.33.2: heap wrapped, direct wrapped
4.34.0: heap wrapped, direct copied
4.36.2: heap wrapped, direct copied' ] || { echo 'this has changed' >&2; exit 1; }
