package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by bash. */
class CompletionCommandTest {
  /** Prints what bash offers for the last word. */
  private static final String OFFERED =
      """
      . "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      function=$(complete -p mmap | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
      "$function" mmap "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /**
   * Types lines into an interactive bash, each at a prompt, and prints what the terminal shows. In
   * that bash, mmap only prints its arguments.
   */
  private static final String TYPED =
      """
      import os, pty, signal, sys
      child, terminal = pty.fork()
      if child == 0:
          os.environ.update(PS1='ready> ', TERM='dumb', INPUTRC='/dev/null')
          os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])
      signal.alarm(60)
      shown = b''
      lines = ['. ' + sys.argv[1], 'mmap() { printf "<%s>" "$@"; }', *sys.argv[2:], 'exit']
      while True:
          if shown.endswith(b'ready> '):
              os.write(terminal, lines.pop(0).encode() + b'\\n')
              shown += b' '
          try:
              some = os.read(terminal, 1 << 16)
          except OSError:  # Linux: the other end is closed
              break
          if not some:
              break
          shown += some
      sys.stdout.buffer.write(shown)
      os.waitpid(child, 0)
      """;

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Path script;

  @BeforeEach
  void script() throws IOException {
    Result result = Result.of("completion");
    assertEquals("", result.err());
    assertEquals(0, result.status());
    script = Files.write(elsewhere.resolve("script"), result.out());
  }

  private Set<String> offered(String... words) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("--norc", "-c", OFFERED, "bash", script.toString(), "mmap"));
    args.addAll(List.of(words));
    Tool.Answer answer = Tool.BASH.ask(folder, args.toArray(new String[0]));
    assertEquals("", answer.err());
    return new TreeSet<>(answer.out().lines().filter(line -> !line.isEmpty()).toList());
  }

  private String typed(String... lines) throws IOException {
    List<String> args = new ArrayList<>(List.of("-c", TYPED, script.toString()));
    args.addAll(List.of(lines));
    return new String(Tool.PYTHON.run(folder, args.toArray(new String[0])), ISO_8859_1);
  }

  @Test
  void subcommandsAreCompleted() throws IOException {
    assertEquals(Set.of("residency"), offered("resid"));
    assertEquals(Set.of("load", "lock"), offered("lo"));
    assertEquals(Set.of("create", "list", "read", "remove", "write"), offered("share", ""));
    assertTrue(offered("").containsAll(Set.of("find", "bench", "completion", "man", "demo")));
  }

  @Test
  void optionsAreCompleted() throws IOException {
    assertEquals(Set.of("--json"), offered("residency", "--j"));
    assertEquals(Set.of("--png"), offered("residency", "--json", "--p"));
    assertEquals(Set.of("--stale"), offered("share", "remove", "--st"));
    assertTrue(offered("grep", "-").containsAll(Set.of("-c", "--count", "-m", "--max-count")));
    assertTrue(offered("-").containsAll(Set.of("--help", "--version")));
  }

  /** Bash completes file names itself where the script offers nothing. */
  @Test
  void filesAreCompletedForArgumentsAndOptions() throws IOException {
    Files.createFile(folder.resolve("unique file"));
    String shown =
        typed(
            "mmap find text uniq\t",
            "mmap load uniq\t",
            "mmap residency --svg uniq\t",
            "mmap info --json uniq\t");
    assertTrue(shown.contains("<find><text><unique file>"), shown);
    assertTrue(shown.contains("<load><unique file>"), shown);
    assertTrue(shown.contains("<residency><--svg><unique file>"), shown);
    assertTrue(shown.contains("<info><--json><unique file>"), shown);
  }

  @Test
  void subcommandsAreCompletedWhereTheyAreTyped() throws IOException {
    String shown = typed("mmap resid\t--j\tx");
    assertTrue(shown.contains("<residency><--json><x>"), shown);
  }
}
