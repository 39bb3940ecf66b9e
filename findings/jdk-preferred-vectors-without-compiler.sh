#!/usr/bin/env bash
# The JDK's Vector API prefers the processor's longest vectors even in a JVM that never compiles them to
# vector instructions, as with -Xint or -XX:TieredStopAtLevel=1. Each vector operation is then a loop in
# Java over a new array, so code with vectors is 10 to 30 times slower than a plain loop.
#
# Code that uses vectors because SPECIES_PREFERRED is long is slowest where only the first compiler
# (C1) runs, and until the second one (C2) is ready. Only timing shows which code is faster.
#
# Seen with Temurin 25.0.3, Linux x86-64, AMD EPYC (AVX-512), 2026-11-29:
#   preferred bytes and times as slow: 64 25 with both compilers, 64 12 with the first, 64 25 with none
# (With both compilers, five rounds of 1 MiB were over before the second compiler was ready.)
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if the preferred lengths differ, or if
# vectors are less than 5 times slower with the first compiler.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Preferred.java" <<'JAVA'
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

public class Preferred {
  static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  static final byte[] BYTES = new byte[1 << 20];

  static int loop() {
    int count = 0;
    for (byte value : BYTES) {
      count += value == 7 ? 1 : 0;
    }
    return count;
  }

  static int vectors() {
    int count = 0;
    for (int i = 0; i < BYTES.length; i += SPECIES.length()) {
      count += ByteVector.fromArray(SPECIES, BYTES, i).eq((byte) 7).trueCount();
    }
    return count;
  }

  public static void main(String[] args) {
    BYTES[5] = 7;
    long loop = Long.MAX_VALUE;
    long vectors = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      int one = loop();
      long middle = System.nanoTime();
      int other = vectors();
      loop = Math.min(loop, middle - start);
      vectors = Math.min(vectors, System.nanoTime() - middle);
      if (one != 1 || other != 1) {
        throw new AssertionError(one + " and " + other);
      }
    }
    System.out.println(SPECIES.length() + " " + vectors / loop);
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
run() {
  "$java" --add-modules jdk.incubator.vector "$@" "$folder/Preferred.java" 2>/dev/null
}
both=$(run)
first=$(run -XX:TieredStopAtLevel=1)
none=$(run -Xint)
echo "preferred bytes and times as slow: $both with both compilers, $first with the first, $none with none"
[ "${both% *}" = "${first% *}" ] && [ "${both% *}" = "${none% *}" ] \
  || { echo 'the preferred length depends on the compiler now' >&2; exit 1; }
[ "${first#* }" -ge 5 ] || { echo 'vectors are fast without the second compiler now' >&2; exit 1; }
