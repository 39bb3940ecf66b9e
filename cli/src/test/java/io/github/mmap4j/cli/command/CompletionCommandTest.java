package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, run by bash, zsh and fish. */
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
   * Types lines into an interactive shell, each at a prompt, and prints what the terminal shows. In
   * that shell, mmap only prints its arguments. The arguments are the shell, a line that loads the
   * script, and the lines.
   */
  private static final String TYPED =
      """
      import os, pty, re, signal, sys
      options = {'bash': ['--norc', '--noprofile', '-i'], 'zsh': ['-f', '-i']}[sys.argv[1]]
      child, terminal = pty.fork()
      if child == 0:
          os.environ.update(PS1='ready> ', TERM='dumb', INPUTRC='/dev/null')
          os.execvp(sys.argv[1], [sys.argv[1], *options])
      signal.alarm(300)
      shown = b''
      lines = [sys.argv[2], 'mmap() { printf "<%s>" "$@"; }', *sys.argv[3:], 'exit']
      while True:
          if re.search(rb'ready> (\\x1b\\[\\?2004h)?$', shown):  # zsh asks for marks around pastes
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

  /** Lines that need completion, and the arguments that result. */
  private static final Map<String, String> LINES =
      Map.of(
          "mmap resid\t--js\tx", "<residency><--json><x>",
          "mmap share cre\tx", "<share><create><x>",
          "mmap find text uniq\t", "<find><text><unique file>",
          "mmap residency --svg uniq\t", "<residency><--svg><unique file>",
          "mmap grep --color=alw\tx", "<grep><--color=always><x>",
          "mmap grep --color uniq\t", "<grep><--color><unique file>",
          "mmap grep --binary-files wi\tx", "<grep><--binary-files><without-match><x>",
          "mmap grep --directories=rec\tx", "<grep><--directories=recurse><x>",
          "mmap comple\tfi\tx", "<completion><fish><x>",
          "mmap advise WILLN\tuniq\t", "<advise><WILLNEED><unique file>");

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Path script;

  @BeforeEach
  void script() throws IOException {
    script = script("bash");
  }

  private Path script(String shell) throws IOException {
    Result result = Result.of("completion", shell);
    assertEquals("", result.err());
    assertEquals(0, result.status());
    return Files.write(elsewhere.resolve(shell.equals("zsh") ? "_mmap" : shell), result.out());
  }

  private Set<String> offered(String... words) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("--norc", "-c", OFFERED, "bash", script.toString(), "mmap"));
    args.addAll(List.of(words));
    return lines(Tool.BASH.ask(folder, args.toArray(new String[0])));
  }

  private Set<String> offeredByFish(String line) throws IOException {
    String code = "source $argv[1]; complete -C $argv[2]";
    return lines(
        Tool.FISH.ask(
            folder, "--no-config", "-c", code, script("fish").toString(), "mmap " + line));
  }

  private static Set<String> lines(Tool.Answer answer) {
    assertEquals("", answer.err());
    return new TreeSet<>(answer.out().lines().filter(line -> !line.isEmpty()).toList());
  }

  private static Set<String> words(Set<String> described) {
    return described.stream()
        .map(line -> line.split("\t")[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String typed(String shell, String loading, Collection<String> lines) throws IOException {
    List<String> args = new ArrayList<>(List.of("-c", TYPED, shell, loading));
    args.addAll(lines);
    return new String(Tool.PYTHON.run(folder, args.toArray(new String[0])), ISO_8859_1);
  }

  private void assertLinesAreCompleted(String shell, String loading) throws IOException {
    Files.createFile(folder.resolve("unique file"));
    String shown = typed(shell, loading, LINES.keySet());
    for (String arguments : LINES.values()) {
      assertTrue(shown.contains(arguments), () -> arguments + " in " + shown);
    }
  }

  @Test
  void linesAreCompletedInBash() throws IOException {
    assertLinesAreCompleted("bash", ". '" + script + "'");
  }

  @Test
  void linesAreCompletedInZsh() throws IOException {
    Tool.ZSH.run(folder, "-c", "true");
    String loading = "autoload -U compinit; compinit -D -u; . '" + script("zsh") + "'";
    assertLinesAreCompleted("zsh", loading);
  }

  /** Zsh reads the script at the first completion. */
  @Test
  void linesAreCompletedWhereZshFindsTheScriptInItsPath() throws IOException {
    Tool.ZSH.run(folder, "-c", "true");
    script("zsh");
    assertLinesAreCompleted(
        "zsh", "fpath=('" + elsewhere + "' $fpath); autoload -U compinit; compinit -D -u");
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

  @Test
  void eachValueThatIsOfferedIsAccepted() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    for (String option :
        List.of("--color", "--colour", "--binary-files", "--directories", "--devices")) {
      Set<String> values = offered("grep", option, "=", "");
      assertTrue(values.size() >= 2, option + " " + values);
      for (String value : values) {
        Result.of("grep", option + "=" + value, "-c", "x", file).printed(0, "1\n");
      }
    }
    Set<String> advice = offered("advise", "");
    assertTrue(advice.contains("WILLNEED") && !advice.contains("HWPOISON"), advice.toString());
    assertEquals(Set.of("1", "2", "3"), offered("demo", ""));
    assertEquals(Set.of("bash", "fish", "zsh"), offered("completion", ""));
  }

  @Test
  void fishDescribesSubcommandsAndOptions() throws IOException {
    assertEquals(Set.of("grep\tPrints the lines that match PATTERN"), offeredByFish("gr"));
    assertEquals(
        Set.of("--stale\tAlso remove the memory of owners that were killed, and print its names"),
        offeredByFish("share remove --st"));
    assertEquals(Set.of("demo", "diff"), words(offeredByFish("d")));
    assertTrue(
        words(offeredByFish("")).containsAll(offered("")), () -> "not all of what bash offers");
  }

  @Test
  void fishCompletesOptionsWithTheirValues() throws IOException {
    assertTrue(words(offeredByFish("grep --")).containsAll(offered("grep", "--")));
    assertEquals(Set.of("--color=always", "--color=auto"), words(offeredByFish("grep --color=a")));
    assertEquals(Set.of("recurse"), words(offeredByFish("grep -d rec")));
    assertEquals(Set.of("WILLNEED"), words(offeredByFish("advise WILL")));
    assertEquals(
        Set.of("create", "list", "read", "remove", "write"), words(offeredByFish("share ")));
    assertEquals(Set.of(), offeredByFish("share list "));
  }

  @Test
  void fishCompletesFilesWhereTheyAreArguments() throws IOException {
    Files.createFile(folder.resolve("unique file"));
    for (String line : List.of("info u", "find text u", "residency --svg u", "advise COLD u")) {
      assertEquals(Set.of("unique file"), words(offeredByFish(line)), line);
    }
    for (String line : List.of("u", "man u", "grep --max-count u", "completion u")) {
      assertFalse(words(offeredByFish(line)).contains("unique file"), line);
    }
  }

  @Test
  void anUnknownShellIsRefused() {
    Result.of("completion", "tcsh").failedSaying("expected one of [bash, zsh, fish]");
  }
}
