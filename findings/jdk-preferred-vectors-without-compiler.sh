#!/usr/bin/env bash
# The JDK's Vector API prefers the processor's full vectors even in a virtual machine that never turns
# vectors into instructions: with -Xint or -XX:TieredStopAtLevel=1. There each operation is a loop in
# Java over a new array, so code with vectors is 10 to 30 times slower than a plain loop.
#
# Who chooses vectors because SPECIES_PREFERRED is long gets the slowest code where only the first
# compiler runs, and until the second one is ready. Time both, as nothing else tells.
#
# Seen with Temurin 25.0.3, Linux x86-64, AMD EPYC (AVX-512), 2026-11-29:
#   preferred bytes and times as slow: 64 25 with both compilers, 64 12 with the first, 64 25 with none
# (With both, five rounds of 1 MiB were over before the second compiler was ready.)
# Needs java 25 or newer, by JAVA_HOME or on the PATH. Fails if the lengths differ or vectors are less
# than 5 times slower.
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
