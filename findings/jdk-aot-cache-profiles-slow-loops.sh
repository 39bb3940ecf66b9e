#!/usr/bin/env bash
# An AOT cache can make a hot loop several times slower than no cache, because it holds the profiles of
# the training run.
#
# A training run usually exercises all that a program can do; a real run does one of these things. By
# the cache's profiles (JEP 515), C2 takes branches that only the training took for possible. Here one
# method chooses one of eight tests for each byte of a memory segment: without profiles, seven are cut
# off; with them, these seven stayed in a slow loop as calls (PrintInlining: "too big"). Half to two thirds
# of the caches have the slow loop, although all are made in the same way. A cache without profiles has the
# fast one, but the option for it, AOTRecordTraining, is a diagnostic one.
#
# Seen with Temurin 25.0.3, Linux x86-64, AMD EPYC, 2026-11-29, milliseconds of CPU for 400 MiB:
#   no cache: 220 220 210 230
#   caches without profiles: 230 210 210 220
#   caches with profiles: 1270 230 230 1280
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if none of ten caches with profiles is twice
# as slow as the slowest run without a cache, or with one of the caches without profiles.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cd "$folder"
cat >Kinds.java <<'JAVA'
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

public class Kinds {
  public static void main(String[] args) {
    if (args.length == 0) { // the training: each kind, on little memory
      MemorySegment page = Arena.global().allocate(4096);
      for (int i = 0; i < 300 * 8; i++) {
        expectNone(count(i % 8, page));
      }
      return;
    }
    MemorySegment memory = Arena.global().allocate(1 << 20);
    long start = cpu();
    for (int i = 0; i < 400; i++) {
      expectNone(count(0, memory));
    }
    System.out.println(cpu() - start);
  }

  static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  static void expectNone(long count) {
    if (count != 0) {
      throw new AssertionError(count);
    }
  }

  static long count(int kind, MemorySegment memory) {
    long count = 0;
    long end = memory.byteSize() - 3;
    for (long i = 0; i < end; i++) {
      count += is(kind, memory, i) ? 1 : 0;
    }
    return count;
  }

  static boolean is(int kind, MemorySegment memory, long i) {
    return switch (kind) {
      case 0 -> is0(memory, i);
      case 1 -> is1(memory, i);
      case 2 -> is2(memory, i);
      case 3 -> is3(memory, i);
      case 4 -> is4(memory, i);
      case 5 -> is5(memory, i);
      case 6 -> is6(memory, i);
      default -> is7(memory, i);
    };
  }
JAVA
for kind in 0 1 2 3 4 5 6 7; do
  cat >>Kinds.java <<JAVA

  static boolean is$kind(MemorySegment memory, long i) {
    return memory.get(JAVA_BYTE, i) == $kind + 1 && memory.get(JAVA_BYTE, i + 1) == $kind + 2
        || memory.get(JAVA_BYTE, i + 2) == $kind + 3 && memory.get(JAVA_BYTE, i + 3) == $kind + 4;
  }
JAVA
done
echo '}' >>Kinds.java
"${bin}java" -version 2>&1 | head -n 1
"${bin}javac" Kinds.java
"${bin}jar" --create --file kinds.jar Kinds.class

# Prints the milliseconds of one run with a new cache. Others: options for the training
run_with_cache() {
  rm -f cache
  "${bin}java" -XX:AOTCacheOutput=cache "$@" -cp kinds.jar Kinds >training 2>&1
  "${bin}java" -XX:AOTCache=cache -XX:AOTMode=on -cp kinds.jar Kinds one
}

# Prints the largest of its arguments.
largest() {
  printf '%s\n' "$@" | sort -n | tail -n 1
}

none=()
without=()
for _ in 1 2 3 4; do
  none+=("$("${bin}java" -cp kinds.jar Kinds one)")
  without+=("$(run_with_cache -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining)")
done
fast=$(largest "${none[@]}" "${without[@]}")
with=()
while [ "${#with[@]}" -lt 4 ] \
  || { [ "${#with[@]}" -lt 10 ] && [ "$(largest "${with[@]}")" -lt $((2 * fast)) ]; }; do
  with+=("$(run_with_cache)")
done
echo "no cache: ${none[*]}"
echo "caches without profiles: ${without[*]}"
echo "caches with profiles: ${with[*]}"
[ "$(largest "${with[@]}")" -ge $((2 * fast)) ] || { echo 'this has changed' >&2; exit 1; }
