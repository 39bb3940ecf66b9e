#!/usr/bin/env bash
# A JVM that is started without standard streams reads its own files as standard input, and writes
# its error messages into a file of the program.
#
# The java launcher doesn't open /dev/null on a closed descriptor 0, 1 or 2, so the files opened
# first get these numbers: the JDK's image lib/modules becomes System.in if only that was closed
# (java <&-), and if all three were closed, as a simple daemon does, the program's first file becomes
# System.err. A message then is in the middle of the data, without an error anywhere. Redirect from
# and to /dev/null instead.
#
# Seen with Temurin 25.0.3, Linux x86-64, 2026-11-29:
#   0 closed: System.in begins with the bytes dadafeca of lib/modules
#   0, 1 and 2 closed: the data file holds: data, a message
# Needs Java 22 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Closed.java" <<'JAVA'
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

public class Closed {
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      String bytes = HexFormat.of().formatHex(System.in.readNBytes(4));
      Path path = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
      path = path.subpath(path.getNameCount() - 2, path.getNameCount());
      System.out.println("0 closed: System.in begins with the bytes " + bytes + " of " + path);
    } else {
      try (FileOutputStream data = new FileOutputStream(args[0])) {
        data.write("data\n".getBytes());
        System.err.println("a message");
      }
    }
  }
}
JAVA
cd "$folder"
"${bin}java" -version 2>&1 | head -n 1
"${bin}javac" Closed.java
said=$(
  "${bin}java" -cp . Closed <&-
  "${bin}java" -cp . Closed data <&- >&- 2>&-
  echo "0, 1 and 2 closed: the data file holds: $(paste -sd, data | sed 's/,/, /g')"
)
echo "$said"
expected='0 closed: System.in begins with the bytes dadafeca of lib/modules
0, 1 and 2 closed: the data file holds: data, a message'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
