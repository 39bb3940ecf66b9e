#!/usr/bin/env bash
# A confined arena of the JDK runs the cleanup that was registered first before all others, and the
# others in reverse order. A shared arena runs all of them in reverse order.
#
# Code that relies on "last in, first out", to release a resource before the memory under it is
# unmapped, is correct for shared arenas only. The documentation of MemorySegment.reinterpret
# promises no order.
#
# Seen with Temurin 25.0.3, OpenJDK 25.0.5, 26.0.2 and 28-ea+18, Linux x86-64, 2026-11-28:
#   shared 4 3 2 1
#   confined 1 4 3 2
# Needs Java 22 or newer, in JAVA_HOME or on the PATH. Fails if an order differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Order.java" <<'JAVA'
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

public class Order {
  static String order(Arena arena) {
    StringBuilder said = new StringBuilder();
    for (int i = 1; i <= 4; i++) {
      int number = i;
      MemorySegment.NULL.reinterpret(arena, memory -> said.append(' ').append(number));
    }
    arena.close();
    return said.toString();
  }

  public static void main(String[] args) {
    System.out.println("shared" + order(Arena.ofShared()));
    System.out.println("confined" + order(Arena.ofConfined()));
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" --enable-native-access=ALL-UNNAMED "$folder/Order.java")
printf '%s\n' "$said"
[ "$said" = $'shared 4 3 2 1\nconfined 1 4 3 2' ] || { echo 'the order has changed' >&2; exit 1; }
