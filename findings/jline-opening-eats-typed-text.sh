#!/usr/bin/env bash
# A program that opens a terminal by JLine 4 only to ask for its size sends five queries to it, and
# loses what the user has typed before.
#
# The size is an ioctl, but TerminalBuilder.build() asks the terminal which keyboard protocols and
# modes it knows, and reads standard input for the answers. A user who types the next command while
# such a program starts finds it cut or gone in the shell. JLine 3.30 sends nothing. With
# TerminalBuilder.graphemeCluster(false) JLine 4 sends nothing either.
#
# Seen with JLine 4.6.0, Temurin 25.0.3, Linux, 2026-11-29:
#   default: size 33 x 77, sent ?u ?2026$p ?2027$p ?2048$p c, typed text lost
#   graphemeCluster(false): size 33 x 77, sent nothing, typed text kept
# Needs Java 25 or newer, in JAVA_HOME or on the PATH, Maven and python3. Fails if a line differs.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Ask.java" <<'JAVA'
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

void main(String[] args) throws IOException {
  TerminalBuilder builder = TerminalBuilder.builder().system(true);
  if (args.length > 0) {
    builder.graphemeCluster(false);
  }
  try (Terminal terminal = builder.build()) {
    Size size = terminal.getSize();
    IO.println("size " + size.getRows() + " x " + size.getColumns());
  }
}
JAVA
cd "$folder"
"${bin}java" -version 2>&1 | head -n 1
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.jline:jline-terminal:4.6.0 -DoutputDirectory="$folder" >maven 2>&1 || { cat maven >&2; exit 1; }
said=$(
  python3 - "${bin}java" <<'PYTHON'
import fcntl, os, pty, re, struct, sys, termios

QUERY = re.compile(rb"\x1b\[([?0-9;$]*[a-z])")

def show(name, *arguments):
    ready, go = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.read(ready, 1)
        os.environ["TERM"] = "xterm"
        command = '"$@"; read -t 5 line; echo "line <$line>"'
        java = [sys.argv[1], "-cp", "jline-terminal-4.6.0.jar", "Ask.java", *arguments]
        os.execvp("bash", ["bash", "-c", command, "bash", *java])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 77, 0, 0))
    os.write(terminal, b"typed\n")  # before the program starts
    os.write(go, b"x")
    said = b""
    answered = False
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the child has ended
            break
        said += part
        if b"\x1b[c" in said and not answered:
            answered = True
            os.write(terminal, b"\x1b[?62;22c")  # as a terminal answers that knows only this query
    os.waitpid(child, 0)
    size = re.search(rb"size \d+ x \d+", said).group().decode()
    sent = [query.decode() for query in QUERY.findall(said) if query != b"6n"]
    kept = b"line <typed>" in said
    print(f"{name}: {size}, sent {' '.join(sent) or 'nothing'}, typed text {'kept' if kept else 'lost'}")

show("default")
show("graphemeCluster(false)", "without")
PYTHON
)
echo "$said"
expected='default: size 33 x 77, sent ?u ?2026$p ?2027$p ?2048$p c, typed text lost
graphemeCluster(false): size 33 x 77, sent nothing, typed text kept'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
