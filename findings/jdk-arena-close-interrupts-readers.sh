#!/usr/bin/env bash
# Closing a shared arena can leave a thread that is reading the arena's memory interrupted.
#
# The reader gets the expected IllegalStateException, and nothing calls interrupt(). Occasionally,
# however, the reader's interrupt status is set afterwards: its next blocking call throws, and an
# interruptible channel that it uses next is closed.
#
# Seen with Temurin 25.0.3, Linux x86-64, 2 cores, 2026-11-28:
#   53 of 3000 readers were left interrupted
# Needs Java 22 or newer, in JAVA_HOME or on the PATH. Fails if none of 20,000 readers is left so.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Interrupted.java" <<'JAVA'
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

public class Interrupted {
  static volatile long sum;

  static boolean isLeftInterrupted() throws InterruptedException {
    boolean[] interrupted = {false};
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(1 << 16);
    Thread reader =
        new Thread(
            () -> {
              try {
                for (long i = 0; ; i = (i + 64) % memory.byteSize()) {
                  sum += memory.get(ValueLayout.JAVA_BYTE, i);
                }
              } catch (IllegalStateException closed) {
                interrupted[0] = Thread.currentThread().isInterrupted();
              }
            });
    reader.start();
    Thread.sleep(0, 200_000);
    arena.close();
    reader.join();
    return interrupted[0];
  }

  public static void main(String[] args) throws InterruptedException {
    int left = 0;
    int readers = 0;
    while (readers < 3_000 || left == 0 && readers < 20_000) {
      readers++;
      left += isLeftInterrupted() ? 1 : 0;
    }
    System.out.println(left + " of " + readers + " readers were left interrupted");
    System.exit(left > 0 ? 0 : 1);
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
"$java" "$folder/Interrupted.java" || { echo 'no reader is left interrupted any more' >&2; exit 1; }
