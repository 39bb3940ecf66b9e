#!/usr/bin/env bash
# A parallel stream of Files.lines throws an InternalError if the file is truncated meanwhile; a sequential
# one just has fewer lines.
#
# To split the work, the JDK maps the file, which the documentation does not tell, and an access past the
# new end of the file raises SIGBUS, of which the JVM makes the error. The documentation calls the result
# undefined if the file is modified, and speaks of UncheckedIOException. So code that reads logs, which
# rotation truncates (copytruncate), and catches exceptions of both kinds, works until someone adds
# parallel().
#
# Seen with Temurin 25.0.3, Linux 6.18, 2026-11-30; a file of 10 MB is truncated at its first line:
#   sequential: fewer lines
#   parallel: java.lang.InternalError: a fault occurred in an unsafe memory access operation
# Needs Linux, two cores and Java 25 or newer, in JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Reading.java" <<'JAVA'
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

static final int COUNT = 2_000_000;

void main(String[] args) throws IOException {
  Path file = Path.of(args[0]);
  IO.println("sequential: " + read(file, false));
  IO.println("parallel: " + read(file, true));
}

String read(Path file, boolean isParallel) throws IOException {
  Files.writeString(file, "line\n".repeat(COUNT));
  AtomicBoolean isTruncated = new AtomicBoolean();
  try (Stream<String> lines = Files.lines(file)) {
    Stream<String> read = isParallel ? lines.parallel() : lines;
    long count =
        read.filter(
                line -> {
                  if (!isTruncated.getAndSet(true)) {
                    truncate(file);
                  }
                  return line.equals("line");
                })
            .count();
    return count < COUNT ? "fewer lines" : "all lines";
  } catch (UncheckedIOException | InternalError e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e : cause);
  }
}

void truncate(Path file) {
  try (FileChannel channel = FileChannel.open(file, WRITE)) {
    channel.truncate(100);
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}
JAVA
"$java" -version 2>&1 | head -n 1
said=$("$java" "$folder/Reading.java" "$folder/file")
echo "$said"
[ "$said" = 'sequential: fewer lines
parallel: java.lang.InternalError: a fault occurred in an unsafe memory access operation' ] ||
  { echo 'this has changed' >&2; exit 1; }
