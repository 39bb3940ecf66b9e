package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares {@code grep} with GNU grep. Without GNU grep the test is skipped. */
public final class GnuGrep {
  private GnuGrep() {}

  /**
   * Runs both on files in {@code folder}, with flags, {@code --}, the pattern and files. Without -F
   * the pattern is in Perl's syntax, as far as both know it.
   */
  public static void compare(Path folder, String what, List<String> command) throws IOException {
    List<String> theirs = new ArrayList<>(command);
    if (!command.contains("-F")) {
      theirs.addFirst("-P");
    }
    Tool.Answer expected = Tool.GREP.ask(folder, theirs.toArray(new String[0]));
    List<Object> ours = new ArrayList<>(List.of("grep"));
    int files = command.indexOf("--") + 2;
    ours.addAll(command.subList(0, files));
    command.subList(files, command.size()).forEach(file -> ours.add(folder.resolve(file)));
    Result result = Result.of(ours.toArray());
    String message = what + ": " + command;
    String named = folder + "/";
    assertEquals(expected.out(), new String(result.out(), ISO_8859_1).replace(named, ""), message);
    assertEquals(
        expected
            .err()
            .replaceAll("(?m)^grep", "mmap")
            .replace(": Is a directory", ": is a directory")
            .replace(": No such file or directory", ": no such file"),
        result.err().replace(named, ""),
        message);
    assertEquals(expected.status(), result.status(), message);
  }
}
